package dev.tattle.runtime.cluster.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.runtime.cluster.grpc.proto.CountersOuterClass;
import dev.tattle.runtime.cluster.security.Doorkeeper;
import dev.tattle.runtime.cluster.security.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallGuardTest {
  @Test
  void eachMethodOfCountersHasARole() {
    Map<String, Role> roles = new CallGuard(Doorkeeper.ofAll()).roles();
    String counters = "/" + CounterCallHandlers.NAME.fullyQualifiedName() + "/";
    CountersOuterClass.getDescriptor()
        .findServiceByName(CounterCallHandlers.NAME.name())
        .getMethods()
        .forEach(
            method -> {
              boolean isRead = method.getName().matches("GetCount|List|Watch");
              assertThat(roles.get(counters + method.getName()))
                  .as(method.getName())
                  .isEqualTo(isRead ? Role.READ : Role.WRITE);
            });
  }
}
