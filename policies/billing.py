"""What people who look after the bills may see."""

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
Reading only, none of it `aws-portal`, which AWS ended in July 2023.

Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBillingReadOnlyAccess.html,
https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/migrate-granularaccess-whatis.html (2026-11-22).
"""


def view_billing() -> str:
    """
    See bills, invoices, costs, budgets and taxes, and how they are paid; change nothing.

    Every one of these actions is about the account as a whole. In the management account that is the organization.
    """
    return document({"Sid": "ViewBilling", "Effect": "Allow", "Action": VIEW_BILLING, "Resource": "*"})
