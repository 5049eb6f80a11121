"""The policy of the billing role."""

from __future__ import annotations

from policies.document import document

VIEW_BILLING = (
    "account:GetAccountInformation",
    "account:GetContactInformation",
    "bcm-data-exports:Get*",
    "bcm-data-exports:List*",
    "billing:GetBilling*",
    "billing:GetContractInformation",
    "billing:GetCredit*",
    "billing:GetIAMAccessPreference",
    "billing:GetSellerOfRecord",
    "billing:List*",
    "budgets:Describe*",
    "budgets:ListTagsForResource",
    "budgets:ViewBudget",
    "ce:Describe*",
    "ce:Get*",
    "ce:List*",
    "consolidatedbilling:Get*",
    "consolidatedbilling:List*",
    "cost-optimization-hub:Get*",
    "cost-optimization-hub:List*",
    "cur:Describe*",
    "cur:Get*",
    "freetier:Get*",
    "freetier:List*",
    "invoicing:BatchGet*",
    "invoicing:Get*",
    "invoicing:List*",
    "payments:Get*",
    "payments:List*",
    "pricing:Describe*",
    "pricing:Get*",
    "purchase-orders:GetPurchaseOrder",
    "purchase-orders:List*",
    "purchase-orders:ViewPurchaseOrders",
    "savingsplans:Describe*",
    "tax:GetExemptions",
    "tax:GetTaxInheritance",
    "tax:GetTaxRegistration*",
    "tax:ListTaxRegistrations",
)
"""
Read actions only, without `aws-portal`, which AWS ended in July 2023.

Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBillingReadOnlyAccess.html,
https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/migrate-granularaccess-whatis.html (2026-11-22).
"""


def view_billing() -> str:
    """
    Allow reading bills, invoices, costs, budgets, taxes and payment methods.

    Each of these actions concerns the account as a whole. In the management account that is the organization.
    """
    return document({"Sid": "ViewBilling", "Effect": "Allow", "Action": VIEW_BILLING, "Resource": "*"})
