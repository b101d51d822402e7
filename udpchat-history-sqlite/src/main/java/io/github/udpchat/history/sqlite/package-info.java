/**
 * A history that outlives the server, in one file of <a href="https://sqlite.org">SQLite</a>.
 *
 * <p>
 * Why SQLite: it has one file with a documented format, a transaction is one {@code fsync}, what becomes of a file after a
 * kill, a full disk or a loss of power is its makers' daily test, and any machine has a program that reads it. It costs a
 * native library, which the driver brings along for the usual systems. What else was weighed:
 *
 * <ul>
 * <li><b>H2's MVStore</b> is Java alone. But it reads and writes through a {@code FileChannel}, which an interrupt of the
 * calling thread closes, and it is not told a transaction at a time when something must be on the disk: it writes chunks in
 * the background.
 * <li><b>RocksDB</b> is made for far more data and writers than one journal of recent messages; it wants a folder of many
 * files, threads and tuning of its own, and its native library is larger.
 * <li><b>LMDB</b> is as safe and reads faster, which a journal that is read once does not need. The size of its map must be
 * given beforehand, and the file is mapped into memory, where an error of the disk is a signal and no exception.
 * <li><b>A log of our own</b> would have the shortest way to the disk. Torn ends, checksums, compaction and what a failed
 * {@code fsync} has left would be ours to get right, and to prove.
 * </ul>
 */
package io.github.udpchat.history.sqlite;
