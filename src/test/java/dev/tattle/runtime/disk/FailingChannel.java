package dev.tattle.runtime.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A file whose writes or syncs fail while the test wants it. */
final class FailingChannel extends FileChannel {
  enum Failure {
    /** Nothing is written. */
    WRITE,
    /** Half is written. */
    HALF_WRITE,
    /** All is written, and the sync fails. */
    SYNC
  }

  /** The switch that the files of one disk share. */
  static final class Switch {
    @Nullable Failure failure;
  }

  private final FileChannel file;
  private final Switch disk;

  FailingChannel(FileChannel file, Switch disk) {
    this.file = file;
    this.disk = disk;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    if (disk.failure == Failure.HALF_WRITE) {
      file.write(source.slice(source.position(), source.remaining() / 2), position);
    }
    if (disk.failure == Failure.HALF_WRITE || disk.failure == Failure.WRITE) {
      throw new IOException("full");
    }
    return file.write(source, position);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    if (disk.failure == Failure.SYNC) {
      throw new IOException("full");
    }
    file.force(metaData);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return file.read(target, position);
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    file.truncate(size);
    return this;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public int read(ByteBuffer target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel position(long newPosition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
