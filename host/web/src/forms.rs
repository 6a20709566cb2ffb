//! Reading what a browser posts: urlencoded forms and multipart uploads, within limits.

use axum::body::{Body, BodyDataStream};
use axum::extract::{FromRequest, Multipart, Request};
use futures_util::StreamExt as _;
use preau_domain::text;

use crate::WebError;

/// Largest form.
const FORM: usize = 2 * 1024 * 1024;
/// Largest upload of an import, all files together.
pub(crate) const UPLOAD: usize = 64 * 1024 * 1024;

/// Fields in the order in which they were sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// The first value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The fields of a query.
    pub(crate) fn query(query: Option<&str>) -> Self {
        Self(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }
}

/// Reads a urlencoded form.
pub(crate) async fn fields(body: Body, content_type: Option<&str>) -> Result<Fields, WebError> {
    let is_form = content_type.is_none_or(|t| t.starts_with("application/x-www-form-urlencoded"));
    if !is_form {
        return Err(WebError::Bad(text!("web-form-type")));
    }
    let (mut body, mut bytes) = (body.into_data_stream(), Vec::new());
    while let Some(Ok(chunk)) = body.next().await {
        if bytes.len() + chunk.len() > FORM {
            discard(body).await;
            return Err(WebError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Fields(form_urlencoded::parse(&bytes).into_owned().collect()))
}

/// Reads what is still coming and drops it: to a browser that is still sending, an early answer is a broken connection, and
/// our page is never seen. What is longer than the largest upload is cut off all the same.
pub(crate) async fn discard(mut body: BodyDataStream) {
    let mut left = UPLOAD;
    while let Some(Ok(chunk)) = body.next().await {
        left = left.saturating_sub(chunk.len());
        if left == 0 {
            break;
        }
    }
}

/// A form with files: its text fields, and (name, bytes) of each file that is not empty.
pub(crate) type Upload = (Fields, Vec<(String, Vec<u8>)>);

/// Reads a multipart form; every file is held in memory, [`UPLOAD`] bytes in all.
pub(crate) async fn upload(request: Request) -> Result<Upload, WebError> {
    let malformed = |_| WebError::Bad(text!("web-upload"));
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| WebError::Bad(text!("web-upload")))?;
    let (mut fields, mut files, mut total) = (Vec::new(), Vec::new(), 0_usize);
    while let Some(mut part) = parts.next_field().await.map_err(malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(malformed)? {
            total += chunk.len();
            if total > UPLOAD {
                return Err(WebError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        match file {
            Some(file) if !bytes.is_empty() => files.push((file, bytes)),
            Some(_) => {}
            None => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok((Fields(fields), files))
}
