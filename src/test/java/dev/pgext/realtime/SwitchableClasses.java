package dev.pgext.realtime;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Loads pgext and its tests once more, with a switch in every method that a {@link Mechanism} is:
 * so the product itself has none. The database servers are those of everybody else.
 */
final class SwitchableClasses extends ClassLoader {
  private static final String OURS = "dev.pgext.";
  private static final String SERVERS = "dev.pgext.pg.";
  private static final Set<String> SHARED =
      Set.of(Switches.class.getName(), Effect.class.getName(), Mechanism.class.getName());

  private final List<Mechanism> mechanisms;
  private final Set<String> switched = new HashSet<>();
  private final ClassFileLocator files;

  SwitchableClasses(List<Mechanism> mechanisms) {
    super("switchable", SwitchableClasses.class.getClassLoader());
    this.mechanisms = mechanisms;
    this.files = ClassFileLocator.ForClassLoader.of(getParent());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || name.startsWith(SERVERS) || SHARED.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    Set<Mechanism> here =
        mechanisms.stream()
            .filter(mechanism -> mechanism.className().equals(name))
            .collect(Collectors.toSet());
    byte[] bytes = here.isEmpty() ? bytes(name) : switchable(name, here);
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] switchable(String name, Set<Mechanism> here) {
    TypeDescription type = TypePool.Default.of(files).describe(name).resolve();
    DynamicType.Builder<?> builder = new ByteBuddy().redefine(type, files);
    for (Mechanism mechanism : here) {
      if (type.getDeclaredMethods().filter(named(mechanism.name())).isEmpty()) {
        throw new IllegalStateException("There is no " + mechanism.method());
      }
      if (switched.add(mechanism.method())) {
        Class<?> advice = mechanism.effect() == Effect.OVERTAKES ? Overtaking.class : Off.class;
        builder = builder.visit(Advice.to(advice).on(named(mechanism.name())));
      }
    }
    return builder.make().getBytes();
  }

  /** Runs something else instead of a method, while that is switched off. */
  @SuppressWarnings("unused") // its code is copied into the methods
  static final class Off {

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Origin("#t.#m") String method) {
      return Switches.isOff(method);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter boolean off,
        @Advice.Origin Method method,
        @Advice.This(optional = true) @Nullable Object self,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
            @Nullable Object result) {
      if (off) {
        result = Switches.instead(method.getReturnType(), self);
      }
    }
  }

  /** Hides from a method of {@code Socket} that something waits, while that is switched off. */
  @SuppressWarnings("unused") // its code is copied into the methods
  static final class Overtaking {

    @Advice.OnMethodEnter
    static @Nullable ArrayDeque<?> enter(
        @Advice.Origin("#t.#m") String method,
        @Advice.FieldValue(value = "waiting", readOnly = false) @Nullable ArrayDeque<?> waiting) {
      ArrayDeque<?> held = waiting != null && Switches.isOff(method) ? waiting : null;
      if (held != null) {
        waiting = null;
      }
      return held;
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter @Nullable ArrayDeque<?> held,
        @Advice.FieldValue(value = "waiting", readOnly = false) @Nullable ArrayDeque<?> waiting) {
      if (held != null) {
        waiting = held;
      }
    }
  }
}
