package dev.tattle.cli;

import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Optional;

/** Creates nodes of a class from the class path, for {@code sim --node CLASS}. */
record NodeClass(Constructor<? extends Node> constructor) implements NodeFactory {
  /** The file of another class has this name: in another package, or spelt in other letters. */
  private static final String WRONG_NAME = "wrong name";

  /**
   * Finds a class by its full name.
   *
   * @return empty if the class path has no such class
   * @throws IllegalArgumentException if the bench cannot create nodes of that class
   */
  static Optional<NodeFactory> named(String name) {
    try {
      Class<?> type = Class.forName(name, false, NodeClass.class.getClassLoader());
      int modifiers = type.getModifiers();
      if (Modifier.isPublic(modifiers) && !Modifier.isAbstract(modifiers)) {
        return Optional.of(
            new NodeClass(type.asSubclass(Node.class).getConstructor(Environment.class)));
      }
      throw unusable(name);
    } catch (ClassNotFoundException notThere) {
      return Optional.empty();
    } catch (LinkageError e) {
      if (String.valueOf(e.getMessage()).contains(WRONG_NAME)) {
        return Optional.empty();
      }
      throw new IllegalArgumentException("the class '" + name + "' can't be loaded: " + e, e);
    } catch (ClassCastException | NoSuchMethodException e) {
      throw unusable(name);
    }
  }

  private static IllegalArgumentException unusable(String name) {
    return new IllegalArgumentException(
        "expected a public class that implements %s, with a public constructor that takes an %s;"
                .formatted(Node.class.getName(), Environment.class.getSimpleName())
            + " '%s' is not one".formatted(name));
  }

  @Override
  public Node create(Environment environment) {
    try {
      return constructor.newInstance(environment);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
