//! The style sheet and the script, in the binary.

use axum::response::Response;
use rust_embed::RustEmbed;

use crate::ask::Ask;
use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// An asset by its name; only what is embedded can be had.
pub(crate) fn answer(ask: &Ask, name: &str, media: &'static str) -> Result<Response, Problem> {
    let file = Assets::get(name).ok_or_else(Problem::nowhere)?;
    Ok(ask.body(media, file.data.into_owned()))
}
