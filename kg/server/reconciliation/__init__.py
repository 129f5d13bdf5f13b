"""The graph as a service of the W3C Entity Reconciliation API 0.2, as OpenRefine asks it.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
