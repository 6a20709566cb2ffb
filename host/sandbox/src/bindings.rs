//! What wasmtime makes of `wit/plugin.wit`: traits that `host` implements, and the export that `call` calls.
//! Only functions that may wait for storage are async.

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "page-plugin",
    imports: {
        "preau:plugin/ambient.functions": async | trappable,
        "preau:plugin/views.read": async | trappable,
        "preau:plugin/records.scan": async | trappable,
        "preau:plugin/records.put": async | trappable,
        "preau:plugin/records.delete": async | trappable,
        "preau:plugin/records.[method]rows.references": async | trappable,
        "preau:plugin/settings.get": async | trappable,
        default: trappable,
    },
    exports: { default: async },
    with: {
        "preau:plugin/views.page": crate::host::views::Page,
        "preau:plugin/records.rows": crate::host::records::FoundRows,
        "preau:plugin/records.draft": crate::host::records::OpenDraft,
        "preau:plugin/ui.grid-input": crate::host::ui_request::GridInput,
        "preau:plugin/ui.request": crate::request::Request,
        "preau:plugin/ui.writer": crate::record::Recorder,
    },
});

use preau::plugin::values;
use preau_domain::failure::Failure;
use preau_domain::handle::Handle;
use preau_domain::value::Texts;

/// A handle as it crosses.
pub(crate) fn raw(handle: Handle) -> values::Handle {
    values::Handle { high: handle.high, low: handle.low }
}

/// A handle that a guest gave.
pub(crate) fn ours(handle: values::Handle) -> Handle {
    Handle { high: handle.high, low: handle.low }
}

/// Texts that a guest gave, still to be checked.
pub(crate) fn our_texts(texts: values::Texts) -> Texts {
    Texts { bytes: texts.bytes, ends: texts.ends }
}

impl From<Texts> for values::Texts {
    fn from(texts: Texts) -> Self {
        Self { bytes: texts.bytes, ends: texts.ends }
    }
}

impl From<Failure> for values::Failure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Denied(text) => Self::Denied(text),
            Failure::NotFound => Self::NotFound,
            Failure::Invalid(text) => Self::Invalid(text),
            Failure::Conflict(text) => Self::Conflict(text),
            Failure::Quota(text) => Self::Quota(text),
            Failure::Unavailable(text) => Self::Unavailable(text),
            Failure::Other(text) => Self::Other(text),
        }
    }
}

impl From<values::Failure> for Failure {
    fn from(failure: values::Failure) -> Self {
        match failure {
            values::Failure::Denied(text) => Self::Denied(text),
            values::Failure::NotFound => Self::NotFound,
            values::Failure::Invalid(text) => Self::Invalid(text),
            values::Failure::Conflict(text) => Self::Conflict(text),
            values::Failure::Quota(text) => Self::Quota(text),
            values::Failure::Unavailable(text) => Self::Unavailable(text),
            values::Failure::Other(text) => Self::Other(text),
        }
    }
}
