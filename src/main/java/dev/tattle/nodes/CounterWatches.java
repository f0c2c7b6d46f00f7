package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Outbox;
import java.util.List;

/**
 * Holds watches. Each is answered once its counter's value differs from the watcher's, at once or
 * later, or when its time is over. However often the value changes meanwhile, the next watch gets
 * the latest value.
 */
final class CounterWatches {
  private final CounterRequests requests;
  private final WaitingRequests<String> byCounter;

  CounterWatches(Environment environment, CounterRequests requests) {
    this.requests = requests;
    byCounter = new WaitingRequests<>(environment, CounterTimer.WATCHES);
  }

  void watch(Message message, Outbox out) {
    if (requests.isNews(message.body())) {
      answer(message, out);
    } else {
      String name = message.body().text("counter");
      byCounter.add(name, message, CounterRequests.wait(message.body()), out);
    }
  }

  /** Answers watches of these counters, which have changed. */
  void changed(List<String> names, Outbox out) {
    if (!byCounter.isEmpty()) {
      for (String name : names) {
        byCounter
            .takeIf(name, watch -> requests.isNews(watch.body()))
            .forEach(watch -> answer(watch, out));
      }
    }
  }

  void onTimer(Outbox out) {
    byCounter.takeLate(out).forEach(late -> answer(late, out));
  }

  /** Answers all watches, because no more changes will come. */
  void onStop(Outbox out) {
    byCounter.takeAll().forEach(watch -> answer(watch, out));
  }

  int size() {
    return byCounter.size();
  }

  private void answer(Message watch, Outbox out) {
    out.reply(watch, requests.watched(watch.body()));
  }
}
