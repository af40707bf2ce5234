package io.scorejar.bridge;

import io.scorejar.internal.AliveLoaders;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the JVM knows of itself, for whoever watches the process that it runs in. */
final class JvmFigures {

  private JvmFigures() {}

  /** The figures as {@link Bridge#figures} tells them. */
  static Map<String, Object> now() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pid", ProcessHandle.current().pid());
    json.put("class_loaders", AliveLoaders.count());
    json.put("classes", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    json.put("metaspace", metaspace());
    json.put("heap_used", heap.getUsed());
    json.put("heap_max", heap.getMax());
    json.put("collectors", collectors());
    return json;
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .map(MemoryPoolMXBean::getUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  private static Map<String, Object> collectors() {
    Map<String, Object> json = new LinkedHashMap<>();
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      double seconds = Math.max(0, bean.getCollectionTime()) / 1e3;
      long count = Math.max(0, bean.getCollectionCount());
      json.put(bean.getName(), Map.of("count", count, "seconds", seconds));
    }
    return json;
  }
}
