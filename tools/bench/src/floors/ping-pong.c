/*
 * The floor of a hand-off: one thread writes a number, the other answers it. No language between them and the machine.
 *
 *   ping-pong futex|spin <warmup> <calls> <budget in ms> [<core> <core>]     prints {"value": <p50 in us>, "p99": <us>}
 *
 * The cores are those of the thread that asks and of the one that answers; without them both run wherever the process may.
 *
 * Each round trip has its own time, as the calls of the others have, so the clock is in here as it is in there.
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Each on a cache line of its own: the two threads fight for the words that they share, and for no others. */
static _Alignas(128) atomic_int request;
static _Alignas(128) atomic_int answer;
static int sleeps;

/* Asks the server to end. */
#define END (-1)

/* Waits until the word is another than the old one, and returns it. */
static int await_change(atomic_int *word, int old) {
  int seen;
  while ((seen = atomic_load_explicit(word, memory_order_acquire)) == old) {
    if (sleeps) syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, old, NULL, NULL, 0);
#if defined(__x86_64__) || defined(__i386__)
    else __builtin_ia32_pause();
#endif
  }
  return seen;
}

static void publish(atomic_int *word, int value) {
  atomic_store_explicit(word, value, memory_order_release);
  if (sleeps) syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void *serve(void *unused) {
  (void)unused;
  int last = 0;
  while ((last = await_change(&request, last)) != END) publish(&answer, last);
  return NULL;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Keeps a thread on one core. Not 0 if it cannot be there. */
static int pin(pthread_t thread, int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  return pthread_setaffinity_np(thread, sizeof cores, &cores);
}

/* One round trip. */
static void call(int number) {
  publish(&request, number);
  await_change(&answer, number - 1);
}

int main(int count, char **args) {
  if (count != 5 && count != 7) return 2;
  sleeps = strcmp(args[1], "spin") != 0;
  int warmup = atoi(args[2]), calls = atoi(args[3]), number = 0, timed = 0;
  double budget = atof(args[4]) * 1e3, began = now();
  double *times = malloc((size_t)calls * sizeof *times);
  pthread_t server;
  if (calls < 1 || times == NULL || pthread_create(&server, NULL, serve, NULL) != 0) return 1;
  if (count == 7 && (pin(pthread_self(), atoi(args[5])) != 0 || pin(server, atoi(args[6])) != 0)) {
    fputs("a thread cannot be on its core", stderr);
    return 1;
  }
  while (number < warmup && now() - began < budget) call(++number);
  began = now();
  while (timed < calls && (timed == 0 || now() - began < budget)) {
    double start = now();
    call(++number);
    times[timed++] = now() - start;
  }
  publish(&request, END);
  pthread_join(server, NULL);
  qsort(times, (size_t)timed, sizeof *times, ascending);
  printf("{\"value\": %f, \"p99\": %f}\n", times[timed / 2], times[(timed - 1) * 99 / 100]);
  return 0;
}
