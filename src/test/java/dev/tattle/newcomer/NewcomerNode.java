package dev.tattle.newcomer;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.NodeCrashException;
import dev.tattle.runtime.stdio.StdioRuntime;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** The node of {@link MaxRegisterWorkload} on stdin and stdout. */
public final class NewcomerNode {
  private NewcomerNode() {}

  public static void main(String[] args) throws NodeCrashException, InterruptedException {
    new StdioRuntime(
            MaxRegisterNode::new,
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new Log(Log.Level.WARN, System.err))
        .run();
  }
}
