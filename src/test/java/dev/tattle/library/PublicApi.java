package dev.tattle.library;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the module shows, read from its class files. */
final class PublicApi {
  private static final Path CLASSES = Path.of("target/classes");
  private static final Path MODULE = Path.of("target/module/module-info.class");
  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
  private static final int SHOWN = Modifier.PUBLIC | Modifier.PROTECTED;

  private PublicApi() {}

  static ModuleDescriptor module() throws IOException {
    try (InputStream in = Files.newInputStream(MODULE)) {
      return ModuleDescriptor.read(in);
    }
  }

  /** The exported packages, sorted. */
  static List<String> packages() throws IOException {
    return module().exports().stream().map(ModuleDescriptor.Exports::source).sorted().toList();
  }

  /** All public types of a package, sorted by name. */
  static List<Class<?>> types(String name) throws IOException {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.list(CLASSES.resolve(name.replace('.', '/')))) {
      for (Path file : files.sorted().toList()) {
        String simple = file.getFileName().toString();
        if (simple.endsWith(".class") && !simple.equals("package-info.class")) {
          Class<?> type = load(name + "." + simple.replace(".class", ""));
          if (isShown(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApi.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isShown(@Nullable Class<?> type) {
    Class<?> outer = type == null ? null : type.getDeclaringClass();
    return type != null
        && !type.isAnonymousClass()
        && !type.isLocalClass()
        && isShown((Member) null, type.getModifiers())
        && (outer == null || isShown(outer));
  }

  private static boolean isShown(@Nullable Member member, int modifiers) {
    return (modifiers & SHOWN) != 0 && (member == null || !member.isSynthetic());
  }

  /** A type and its members, a line each; its members are indented. */
  static List<String> lines(Class<?> type) {
    List<String> lines = new ArrayList<>();
    lines.add(head(type));
    members(type).map(member -> "  " + line(member)).sorted().forEach(lines::add);
    return lines;
  }

  /** All types that the signatures of a type mention. */
  static Stream<Type> mentioned(Class<?> type) {
    Stream<Type> own = Arrays.stream(type.getGenericInterfaces());
    return Stream.concat(own, members(type).flatMap(PublicApi::mentioned));
  }

  private static Stream<Type> mentioned(Member member) {
    if (member instanceof Field field) {
      return Stream.of(field.getGenericType());
    }
    Executable executable = (Executable) member;
    Stream<Type> all =
        Stream.concat(
            Arrays.stream(executable.getGenericParameterTypes()),
            Arrays.stream(executable.getGenericExceptionTypes()));
    return executable instanceof Method method
        ? Stream.concat(all, Stream.of(method.getGenericReturnType()))
        : all;
  }

  private static Stream<Member> members(Class<?> type) {
    boolean isOpen = !Modifier.isFinal(type.getModifiers());
    return Stream.of(
            Arrays.stream(type.getDeclaredFields()),
            Arrays.stream(type.getDeclaredConstructors()),
            Arrays.stream(type.getDeclaredMethods()))
        .flatMap(all -> all)
        .map(Member.class::cast)
        .filter(member -> isShown(member, member.getModifiers()))
        .filter(member -> !OF_EVERY_OBJECT.contains(member.getName()))
        .filter(member -> isOpen || Modifier.isPublic(member.getModifiers()));
  }

  private static String head(Class<?> type) {
    String kind =
        type.isEnum()
            ? "enum"
            : type.isRecord() ? "record" : type.isInterface() ? "interface" : "class";
    int said = Modifier.ABSTRACT | Modifier.FINAL;
    boolean isPlain = kind.equals("class");
    String modifiers = isPlain ? Modifier.toString(type.getModifiers() & said) + " " : "";
    List<String> above = new ArrayList<>();
    for (Type each : type.getGenericInterfaces()) {
      above.add(plain(each.getTypeName()));
    }
    Class<?> parent = type.getSuperclass();
    if (isPlain && parent != null && parent != Object.class) {
      above.add(0, plain(parent.getName()));
    }
    return (type.isSealed() ? "sealed " : "")
        + (modifiers.isBlank() ? "" : modifiers)
        + kind
        + " "
        + plain(type.toGenericString().replaceAll("^.*?(?=dev\\.tattle)", ""))
        + (above.isEmpty() ? "" : " : " + String.join(", ", above));
  }

  private static String line(Member member) {
    String modifiers =
        Modifier.toString(member.getModifiers() & (Modifier.STATIC | Modifier.PROTECTED));
    String before = modifiers.isEmpty() ? "" : modifiers + " ";
    if (member instanceof Field field) {
      return before + field.getName() + ": " + type(field.getAnnotatedType());
    }
    Executable executable = (Executable) member;
    String parameters =
        Arrays.stream(executable.getParameters())
            .map(Parameter::getAnnotatedType)
            .map(PublicApi::type)
            .collect(Collectors.joining(", ", "(", ")"));
    if (member instanceof Constructor<?>) {
      return before + "new" + parameters;
    }
    Method method = (Method) member;
    boolean isDefault = method.isDefault();
    return before
        + (isDefault ? "default " : "")
        + method.getName()
        + parameters
        + ": "
        + type(method.getAnnotatedReturnType());
  }

  private static String type(AnnotatedType type) {
    boolean isNullable = ((AnnotatedElement) type).isAnnotationPresent(Nullable.class);
    return plain(type.getType().getTypeName()) + (isNullable ? "?" : "");
  }

  /** Without packages: no simple name means two things here. */
  private static String plain(String name) {
    return name.replaceAll("\\b([a-z][a-z0-9_]*\\.)+(?=[A-Z])", "").replace('$', '.');
  }
}
