//! What roles and deeds are called: ids in the translations.

use domain::{Deed, Role};

/// The id of a role's name in the translations.
pub fn role_id(role: Role) -> &'static str {
    match role {
        Role::Clerk => "role-clerk",
        Role::Manager => "role-manager",
        Role::Owner => "role-owner",
    }
}

/// The id of a deed's name in the translations.
pub fn deed_id(deed: Deed) -> &'static str {
    match deed {
        Deed::OverridePrice => "deed-override-price",
        Deed::Discount => "deed-discount",
        Deed::VoidLine => "deed-void-line",
        Deed::VoidCart => "deed-void-cart",
        Deed::Refund => "deed-refund",
        Deed::OpenDrawer => "deed-open-drawer",
        Deed::PayInOut => "deed-pay-in-out",
        Deed::CloseDay => "deed-close-day",
        Deed::ChangeSettings => "deed-change-settings",
        Deed::ChangeCatalogue => "deed-change-catalogue",
        Deed::PromoteModel => "deed-promote-model",
        Deed::ChangePeople => "deed-change-people",
    }
}
