use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use crate::LedgerError;

/// The schema that this program writes, from 1; kept in the file's `user_version`.
pub const SCHEMA: u32 = 2;

/// Marks a SQLite file as a ledger of this program: "Dmrc" in ASCII.
const APPLICATION: i32 = 0x446d_7263;

/// Brings a ledger from one schema to the next.
pub(crate) struct Migration {
    /// The schema that it starts from; it ends at the next.
    pub from: u32,
    /// What it does.
    pub sql: &'static str,
}

/// Every migration, oldest first.
const MIGRATIONS: &[Migration] = &[Migration { from: 1, sql: include_str!("sectors.sql") }];

/// What a file is, before anything is done to it.
enum Found {
    Empty,
    Foreign,
    Ledger(u32),
}

fn look(connection: &Connection) -> rusqlite::Result<Found> {
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let schema: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, tables) {
        (APPLICATION, _) => Found::Ledger(schema),
        (0, 0) => Found::Empty,
        _ => Found::Foreign,
    })
}

/// Makes the tables in an empty file, or brings an older file up to date after a backup.
pub(crate) fn prepare(connection: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    prepare_with(connection, path, SCHEMA, include_str!("schema.sql"), MIGRATIONS)
}

fn prepare_with(
    connection: &mut Connection,
    path: &Path,
    target: u32,
    tables: &str,
    migrations: &[Migration],
) -> Result<(), LedgerError> {
    let of = |error| LedgerError::of(path, error);
    match look(connection).map_err(of)? {
        Found::Foreign => return Err(LedgerError::NotALedger { path: path.into() }),
        Found::Ledger(found) if found > target => {
            return Err(LedgerError::Newer { path: path.into(), found, known: target });
        }
        Found::Ledger(found) if found == target => return Ok(()),
        Found::Ledger(found) => {
            let backup = backup_path(path, found);
            copy(connection, &backup).map_err(|source| LedgerError::Backup { path: path.into(), backup, source })?;
        }
        Found::Empty => {}
    }
    // Another program may have done the same since we looked: look again, now that nobody else writes.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(of)?;
    let found = match look(&transaction).map_err(of)? {
        Found::Empty => {
            transaction.execute_batch(tables).map_err(of)?;
            transaction.pragma_update(None, "application_id", APPLICATION).map_err(of)?;
            target
        }
        Found::Ledger(found) => found,
        Found::Foreign => return Err(LedgerError::NotALedger { path: path.into() }),
    };
    for migration in migrations.iter().filter(|migration| (found..target).contains(&migration.from)) {
        transaction.execute_batch(migration.sql).map_err(of)?;
    }
    transaction.pragma_update(None, "user_version", target).map_err(of)?;
    transaction.commit().map_err(of)
}

/// Checks a file that was opened for reading only.
pub(crate) fn check(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    match look(connection).map_err(|error| LedgerError::of(path, error))? {
        Found::Ledger(found) if found > SCHEMA => Err(LedgerError::Newer { path: path.into(), found, known: SCHEMA }),
        Found::Ledger(found) if found < SCHEMA => Err(LedgerError::Older { path: path.into(), found, known: SCHEMA }),
        Found::Ledger(_) => Ok(()),
        Found::Empty | Found::Foreign => Err(LedgerError::NotALedger { path: path.into() }),
    }
}

/// `record.db` of schema 1 is kept as `record.db.schema-1`.
fn backup_path(path: &Path, schema: u32) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(format!(".schema-{schema}"));
    name.into()
}

/// Writes a copy; a copy left by an earlier try that was cut short is written over.
fn copy(connection: &Connection, backup: &Path) -> rusqlite::Result<()> {
    let _ = std::fs::remove_file(backup);
    connection.execute("VACUUM INTO ?1", [backup.to_string_lossy()]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: &[Migration] =
        &[Migration { from: SCHEMA, sql: "CREATE TABLE watches (watch INTEGER PRIMARY KEY) STRICT" }];

    #[test]
    fn an_older_file_is_copied_and_then_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        let mut connection = Connection::open(&path).unwrap();
        prepare(&mut connection, &path).unwrap();
        prepare_with(&mut connection, &path, SCHEMA + 1, "", NEXT).unwrap();
        let schema: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(schema, SCHEMA + 1);
        connection.execute("INSERT INTO watches VALUES (1)", []).unwrap();
        let kept = Connection::open(backup_path(&path, SCHEMA)).unwrap();
        check(&kept, &path).unwrap();
        assert!(kept.prepare("SELECT * FROM watches").is_err());
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        let mut connection = Connection::open(&path).unwrap();
        prepare(&mut connection, &path).unwrap();
        let wrong = &[Migration { from: SCHEMA, sql: "CREATE TABLE a (b) STRICT" }];
        assert!(prepare_with(&mut connection, &path, SCHEMA + 1, "", wrong).is_err());
        check(&connection, &path).unwrap();
    }

    #[test]
    fn sectors_of_the_first_schema_are_spelled_as_plover_has_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        let mut connection = Connection::open(&path).unwrap();
        prepare_with(&mut connection, &path, 1, include_str!("schema.sql"), &[]).unwrap();
        connection
            .execute_batch(
                r#"INSERT INTO runs VALUES (1, 0, 'read', '[]', 'v');
                INSERT INTO articles VALUES (1, 'a', 'h', 'Text.', 1, 0);
                INSERT INTO coded VALUES (1, 1, 'v', '[{"sector":"MED"},{"sector":"HLH"},{"said":"\"sector\":\"MED\""}]', 1, 0);
                INSERT INTO amendments VALUES (1, 'e', 'new', NULL, '{}', '{"sector":"NGO"}', 1, 0);"#,
            )
            .unwrap();
        prepare(&mut connection, &path).unwrap();
        let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(
            text("SELECT coded FROM coded"),
            r#"[{"sector":"JRN"},{"sector":"MED"},{"said":"\"sector\":\"MED\""}]"#
        );
        assert_eq!(text("SELECT state FROM amendments"), r#"{"sector":"SOC"}"#);
        assert!(connection.execute("UPDATE coded SET coded = ''", []).is_err());
        assert!(connection.execute("UPDATE amendments SET state = ''", []).is_err());
    }

    #[test]
    fn a_newer_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        let mut connection = Connection::open(&path).unwrap();
        prepare_with(&mut connection, &path, 9, include_str!("schema.sql"), &[]).unwrap();
        let refused = prepare(&mut connection, &path);
        assert!(matches!(refused, Err(LedgerError::Newer { found: 9, known: SCHEMA, .. })), "{refused:?}");
    }
}
