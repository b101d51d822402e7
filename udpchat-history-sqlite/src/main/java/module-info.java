/** A history of udpchat in one file of SQLite: {@link io.github.udpchat.history.sqlite.SqliteHistory}. */
@org.jspecify.annotations.NullMarked
module io.github.udpchat.history.sqlite {
    requires transitive io.github.udpchat.core;
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports io.github.udpchat.history.sqlite;
}
