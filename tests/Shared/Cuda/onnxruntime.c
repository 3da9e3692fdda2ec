// ONNX Runtime with a CUDA provider that has no device, for tests: the real library, named by SLUICE_EMULATED_ORT, whose CPU provider reads and
// writes the memory of driver.c as its own. What the provider would be told it takes down: the stream, whether runs are captured, the number of
// each run's graph. A run first does what its stream still has to do, as a device would, and then what the stream of no other; so a run that was
// given another stream than its input's, or none, reads what was there before. What it saw it writes at the end to SLUICE_EMULATED_LOG.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Places in OrtApi, which only ever grows.
enum { CreateSession = 7, AddRunConfigEntry = 165, RunWithBinding = 133, CreateMemoryInfo = 68, GetAvailableProviders = 125, ReleaseAvailableProviders = 126, SynchronizeBoundInputs = 202, SynchronizeBoundOutputs = 203, SessionOptionsAppendExecutionProvider_CUDA_V2 = 204, CreateCUDAProviderOptions = 205, UpdateCUDAProviderOptions = 206, ReleaseCUDAProviderOptions = 208, UpdateCUDAProviderOptionsWithValue = 263, ReleaseRunOptions = 97, SLOTS = 294 };
enum { MOST = 256 };

typedef struct { void *stream; int captures; } Cuda;
typedef struct { const void *key; Cuda cuda; } Known;
typedef struct { const void *options; int graph; } Numbered;

int emulated_drain(void *stream);
static void **real, *table[SLOTS];
static Known sessions[MOST], pending[MOST];
static Numbered numbered[MOST];
static int runs, streamed, late, plain, captured, replayed, waits, wrong;
static const void *of_graph[MOST];
static _Thread_local char thread_mark;
static const void *thread_of[MOST];

#define REAL(name, result, ...) ((result (*)(__VA_ARGS__))real[name])

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("SLUICE_EMULATED_LOG");
    FILE *log = path && runs ? fopen(path, "a") : NULL;
    if (!log) return;
    fprintf(log, "ort runs=%d streamed=%d late=%d plain=%d captured=%d replayed=%d waits=%d wrong=%d\n", runs, streamed, late, plain, captured, replayed, waits, wrong);
    fclose(log);
}

static Cuda *find(Known *in, const void *key)
{
    for (int i = 0; i < MOST; i++) if (in[i].key == key) return &in[i].cuda;
    return NULL;
}

static void note(Known *in, const void *key, Cuda cuda)
{
    for (int i = 0; i < MOST; i++)
        if (!in[i].key || in[i].key == key) { in[i].key = key; in[i].cuda = cuda; return; }
}

static void *create_options(Cuda **options) { *options = calloc(1, sizeof **options); return NULL; }
static void release_options(Cuda *options) { free(options); }
static void *update_options(Cuda *options, const char **keys, const char **values, size_t count)
{
    memset(options, 0, sizeof *options); // what is not named goes back, as in the library
    for (size_t i = 0; i < count; i++) if (!strcmp(keys[i], "enable_cuda_graph")) options->captures = !strcmp(values[i], "1");
    return NULL;
}
static void *update_with_value(Cuda *options, const char *key, void *value)
{
    if (!strcmp(key, "user_compute_stream")) options->stream = value;
    return NULL;
}
static void *append(const void *session_options, const Cuda *options) { note(pending, session_options, *options); return NULL; }

static void *create_session(void *env, const char *path, const void *options, void **session)
{
    void *status = REAL(CreateSession, void *, void *, const char *, const void *, void **)(env, path, options, session);
    Cuda *cuda = find(pending, options);
    if (!status && cuda) note(sessions, *session, *cuda);
    return status;
}

static void *create_memory(const char *name, int allocator, int device, int type, void **info)
{
    return REAL(CreateMemoryInfo, void *, const char *, int, int, int, void **)(strcmp(name, "Cuda") ? name : "Cpu", allocator, device, type, info);
}

static void *run_entry(void *options, const char *key, const char *value)
{
    for (int i = 0; i < MOST && !strcmp(key, "gpu_graph_id"); i++)
        if (!numbered[i].options || numbered[i].options == options) { numbered[i].options = options; numbered[i].graph = atoi(value); break; }
    return REAL(AddRunConfigEntry, void *, void *, const char *, const char *)(options, key, value);
}

static void release_run(void *options)
{
    for (int i = 0; i < MOST; i++) if (numbered[i].options == options) numbered[i].options = &wrong;
    REAL(ReleaseRunOptions, void, void *)(options);
}

static void *run(void *session, const void *options, void *binding)
{
    Cuda *cuda = find(sessions, session);
    if (cuda)
    {
        runs++;
        if (cuda->stream)
        {
            streamed++;
            if (emulated_drain(cuda->stream)) late++;
        }

        int graph = 0;
        for (int i = 0; i < MOST && options; i++) if (numbered[i].options == options) graph = numbered[i].graph;
        if (!cuda->captures || graph == -1) plain++;
        else if (graph <= 0 || graph >= MOST) wrong++;
        else if (!of_graph[graph])
        {
            captured++;
            of_graph[graph] = binding;
            thread_of[graph] = &thread_mark;
        }
        else
        {
            // Elsewhere bound, or from another thread: a graph that the provider does not have, or that writes where nobody looks.
            if (of_graph[graph] != binding || thread_of[graph] != &thread_mark) wrong++;
            replayed++;
        }
    }

    return REAL(RunWithBinding, void *, void *, const void *, void *)(session, options, binding);
}

static void *wait_inputs(void *binding) { waits++; return REAL(SynchronizeBoundInputs, void *, void *)(binding); }
static void *wait_outputs(void *binding) { waits++; return REAL(SynchronizeBoundOutputs, void *, void *)(binding); }

static void *providers(char ***names, int *count)
{
    static char *known[] = { "CUDAExecutionProvider", "CPUExecutionProvider" };
    *names = known;
    *count = 2;
    return NULL;
}
static void *forget(char **names, int count) { (void)names; (void)count; return NULL; }

static const void *api(unsigned version)
{
    void *library = dlopen(getenv("SLUICE_EMULATED_ORT"), RTLD_NOW | RTLD_LOCAL);
    if (!library) { fprintf(stderr, "onnxruntime.c: %s\n", dlerror()); return NULL; }
    void **base = ((void **(*)(void))dlsym(library, "OrtGetApiBase"))();
    real = ((void **(*)(unsigned))base[0])(version);
    if (!real) return NULL;
    memcpy(table, real, sizeof table);
    table[CreateSession] = create_session;
    table[AddRunConfigEntry] = run_entry;
    table[ReleaseRunOptions] = release_run;
    table[RunWithBinding] = run;
    table[CreateMemoryInfo] = create_memory;
    table[GetAvailableProviders] = providers;
    table[ReleaseAvailableProviders] = forget;
    table[SynchronizeBoundInputs] = wait_inputs;
    table[SynchronizeBoundOutputs] = wait_outputs;
    table[SessionOptionsAppendExecutionProvider_CUDA_V2] = append;
    table[CreateCUDAProviderOptions] = create_options;
    table[UpdateCUDAProviderOptions] = update_options;
    table[ReleaseCUDAProviderOptions] = release_options;
    table[UpdateCUDAProviderOptionsWithValue] = update_with_value;
    return table;
}

static const char *version(void) { return "1.30.0"; }

const void *OrtGetApiBase(void)
{
    static const void *base[] = { api, version };
    return base;
}
