package io.scorejar;

import io.scorejar.internal.AliveLoaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

/** Defines classes from memory; see {@link JarContents#classLoader}. */
final class JarClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> entries;

  JarClassLoader(String name, Map<String, byte[]> entries, ClassLoader parent) {
    super(name, parent);
    this.entries = entries;
    AliveLoaders.add(this);
  }

  /** Asks the jar before the parent, so that no class of the same name can take its place. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!entries.containsKey(path(name))) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      Class<?> found = loaded != null ? loaded : findClass(name);
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = entries.get(path(name));
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private static String path(String className) {
    return className.replace('.', '/') + ".class";
  }

  @Override
  public URL getResource(String name) {
    URL found = findResource(name);
    return found != null ? found : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return entries.containsKey(name) ? findResources(name) : super.getResources(name);
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return found == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(found));
  }

  @Override
  protected URL findResource(String name) {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      return null;
    }
    try {
      return new URL("scorejar", getName(), -1, "/" + name, new InMemory(bytes));
    } catch (MalformedURLException e) {
      throw new InternalException(name + ": expected a name that a URL can hold", e);
    }
  }

  /** Each URL carries its bytes in its handler, so no look-up and no file can fail later. */
  private static final class InMemory extends URLStreamHandler {

    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {
          connected = true;
        }

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }

        @Override
        public long getContentLengthLong() {
          return bytes.length;
        }
      };
    }
  }
}
