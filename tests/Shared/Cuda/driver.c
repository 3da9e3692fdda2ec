// A CUDA driver without a device, for tests: its memory is the host's, its streams run what they are given at once (or with
// SLUICE_EMULATED_LAZY set as late as a device may: when somebody waits), and it knows the engine's own kernels, compiled for the host. What it is handed it checks as strictly as a driver would: a context must be current, blocks must be
// its own, a module must be PTX. What FFmpeg copied between host and device it writes at the end to SLUICE_EMULATED_LOG.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "letterbox.cu"
#include "features.cu"
#include "draw.cu"

enum { OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_CONTEXT = 201, INVALID_PTX = 218, INVALID_HANDLE = 400, NOT_FOUND = 500 };
enum { MOST = 4096, DEEPEST = 16 };

typedef struct { char *at; size_t size; } Block;
static Block blocks[MOST];
static int live, retained, launches, waits;
static unsigned flags;
static long long uploaded, downloaded, pictures_up, pictures_down, pictures_across, limit = 1ll << 31, used;
static size_t scarce;
static int scarce_left;
static _Thread_local int depth;

// SIZExN: there is memory for no more than N blocks of that size.
__attribute__((constructor)) static void measure(void)
{
    const char *text = getenv("SLUICE_EMULATED_SCARCE");
    if (text) sscanf(text, "%zux%d", &scarce, &scarce_left);
}

// Rows with their padding: what FFmpeg copies.
__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("SLUICE_EMULATED_LOG");
    FILE *log = path ? fopen(path, "a") : NULL;
    if (!log) return;
    fprintf(log, "cuda up=%lld down=%lld across=%lld launches=%d\n", pictures_up, pictures_down, pictures_across, launches);
    fclose(log);
}

int emulated_live(void) { return live; }
int emulated_retained(void) { return retained; }
int emulated_depth(void) { return depth; }
int emulated_launches(void) { return launches; }
int emulated_waits(void) { return waits; }
long long emulated_uploaded(void) { return uploaded; }
long long emulated_downloaded(void) { return downloaded; }

static char lock;
static void enter(void) { while (__atomic_test_and_set(&lock, __ATOMIC_ACQUIRE)) { } }
static void leave(void) { __atomic_clear(&lock, __ATOMIC_RELEASE); }

int emulated_owns(const void *at, size_t size)
{
    int found = 0;
    enter();
    for (int i = 0; i < MOST && !found; i++)
        found = blocks[i].at && (const char *)at >= blocks[i].at && (const char *)at + size <= blocks[i].at + blocks[i].size;
    leave();
    return found;
}

static void *object(void)
{
    __atomic_add_fetch(&live, 1, __ATOMIC_SEQ_CST);
    return calloc(1, 64);
}

static int discard(void *made)
{
    if (!depth) return NO_CONTEXT;
    __atomic_sub_fetch(&live, 1, __ATOMIC_SEQ_CST);
    free(made);
    return OK;
}

int cuInit(unsigned flags) { return flags ? INVALID_VALUE : OK; }
int cuDriverGetVersion(int *version) { *version = 12040; return OK; }
int cuGetErrorName(int code, const char **name)
{
    *name = code == OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : code == INVALID_PTX ? "CUDA_ERROR_INVALID_PTX" : code == NOT_FOUND ? "CUDA_ERROR_NOT_FOUND"
        : code == NO_CONTEXT ? "CUDA_ERROR_INVALID_CONTEXT" : code == INVALID_VALUE ? "CUDA_ERROR_INVALID_VALUE" : NULL;
    return *name ? OK : INVALID_VALUE;
}
int cuGetErrorString(int code, const char **text) { *text = code == OUT_OF_MEMORY ? "out of memory" : NULL; return *text ? OK : INVALID_VALUE; }
int cuDeviceGetCount(int *count) { *count = 1; return OK; }
int cuDeviceGet(int *device, int index) { *device = index; return index ? INVALID_VALUE : OK; }
int cuDeviceGetName(char *name, int size, int device) { (void)device; snprintf(name, size, "Emulated"); return OK; }
int cuDeviceGetAttribute(int *value, int attribute, int device) { (void)device; *value = attribute == 75 ? 9 : attribute == 14 ? 512 : 0; return OK; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { (void)device; *bytes = limit; return OK; }
int cuDevicePrimaryCtxRetain(void **context, int device) { (void)device; __atomic_add_fetch(&retained, 1, __ATOMIC_SEQ_CST); *context = &depth; return OK; }
int cuDevicePrimaryCtxRelease_v2(int device) { (void)device; __atomic_sub_fetch(&retained, 1, __ATOMIC_SEQ_CST); return OK; }
int cuDevicePrimaryCtxRelease(int device) { return cuDevicePrimaryCtxRelease_v2(device); }
int cuDevicePrimaryCtxSetFlags_v2(int device, unsigned wanted) { (void)device; flags = wanted; return OK; }
int cuDevicePrimaryCtxSetFlags(int device, unsigned wanted) { return cuDevicePrimaryCtxSetFlags_v2(device, wanted); }
int cuDevicePrimaryCtxGetState(int device, unsigned *now, int *active) { (void)device; *now = flags; *active = retained > 0; return OK; }
int cuCtxGetDevice(int *device) { *device = 0; return depth ? OK : NO_CONTEXT; }
int cuCtxPushCurrent_v2(void *context) { (void)context; return depth++ < DEEPEST ? OK : INVALID_VALUE; }
int cuCtxPopCurrent_v2(void **context) { *context = NULL; return depth-- > 0 ? OK : NO_CONTEXT; }

// What a stream was given and has not done yet; only where it is to be late.
typedef struct Work { struct Work *next; int kind; void *to, *function; const void *from; size_t size; unsigned columns, rows, layers; char own[512]; } Work;
typedef struct { Work *first, **last; } Stream;
enum { COPY, LAUNCH };

static char order;
static void thread(void *function, void **parameters);

static void over(unsigned layers, unsigned rows, unsigned columns, void *function, void **parameters)
{
    for (sluice_layer = 0; sluice_layer < (int)layers; sluice_layer++)
        for (sluice_row = 0; sluice_row < (int)rows; sluice_row++)
            for (sluice_column = 0; sluice_column < (int)columns; sluice_column++) thread(function, parameters);
}

// Bytes of each parameter of each kernel.
static const size_t lengths[][3] = { { 8, sizeof(LetterboxLayout), 8 }, { 8, 8, 0 }, { sizeof(DrawPicture), 8, 0 } };

static void work_off(Work *work)
{
    if (work->kind == COPY) { memcpy(work->to, work->from, work->size); return; }
    const size_t *size = lengths[(size_t)work->function - 1];
    void *parameters[] = { work->own, work->own + size[0], work->own + size[0] + size[1] };
    over(work->layers, work->rows, work->columns, work->function, parameters);
}

// Does all that a stream was given; how much that was.
int emulated_drain(Stream *stream)
{
    int done = 0;
    if (!stream) return 0;
    while (__atomic_test_and_set(&order, __ATOMIC_ACQUIRE)) { }
    Work *work = stream->first;
    stream->first = NULL;
    stream->last = &stream->first;
    __atomic_clear(&order, __ATOMIC_RELEASE);
    for (Work *next; work; work = next, done++)
    {
        work_off(work);
        next = work->next;
        free(work);
    }

    return done;
}

static int is_late(void) { static int known = -1; if (known < 0) known = getenv("SLUICE_EMULATED_LAZY") != NULL; return known; }

static Work *later(Stream *stream, int kind)
{
    Work *work = calloc(1, sizeof *work);
    work->kind = kind;
    while (__atomic_test_and_set(&order, __ATOMIC_ACQUIRE)) { }
    *stream->last = work;
    stream->last = &work->next;
    return work; // under the lock until it is filled in
}

static void filled(void) { __atomic_clear(&order, __ATOMIC_RELEASE); }

static void copy(void *to, const void *from, size_t size, void *stream)
{
    if (!is_late()) { memcpy(to, from, size); return; }
    Work *work = later(stream, COPY);
    work->to = to;
    work->from = from;
    work->size = size;
    filled();
}

int cuStreamCreate(void **stream, unsigned flags)
{
    (void)flags;
    if (!depth) return NO_CONTEXT;
    Stream *made = *stream = object();
    made->last = &made->first;
    return OK;
}
int cuStreamDestroy_v2(void *stream) { emulated_drain(stream); return discard(stream); }
int cuStreamSynchronize(void *stream)
{
    if (!depth) return NO_CONTEXT;
    __atomic_add_fetch(&waits, 1, __ATOMIC_SEQ_CST);
    emulated_drain(stream);
    return OK;
}
int cuStreamWaitEvent(void *stream, void *event, unsigned flags) { (void)flags; return stream && event ? OK : INVALID_HANDLE; }
int cuEventCreate(void **event, unsigned flags) { (void)flags; if (!depth) return NO_CONTEXT; *event = object(); return OK; }
int cuEventDestroy_v2(void *event) { return discard(event); }
int cuEventRecord(void *event, void *stream) { (void)stream; return event ? OK : INVALID_HANDLE; }
int cuEventQuery(void *event) { return event ? OK : INVALID_HANDLE; }
int cuEventSynchronize(void *event) { return event ? OK : INVALID_HANDLE; }
int cuEventElapsedTime(float *milliseconds, void *from, void *to) { *milliseconds = 1; return from && to ? OK : INVALID_HANDLE; }

int cuMemAlloc_v2(unsigned long long *address, size_t size)
{
    int i, code = OUT_OF_MEMORY;
    if (!depth) return NO_CONTEXT;
    enter();
    for (i = 0; i < MOST && blocks[i].at; i++) { }
    if (i < MOST && used + (long long)size <= limit && (size != scarce || scarce_left > 0))
    {
        blocks[i].at = malloc(size);
        memset(blocks[i].at, 0xA5, size);
        blocks[i].size = size;
        used += size;
        scarce_left -= size == scarce;
        live++;
        *address = (unsigned long long)blocks[i].at;
        code = OK;
    }

    leave();
    return code;
}

int cuMemFree_v2(unsigned long long address)
{
    int i, code = INVALID_VALUE;
    if (!depth) return NO_CONTEXT;
    enter();
    for (i = 0; i < MOST && (unsigned long long)blocks[i].at != address; i++) { }
    if (i < MOST && address)
    {
        free(blocks[i].at);
        blocks[i].at = NULL;
        used -= blocks[i].size;
        scarce_left += blocks[i].size == scarce;
        live--;
        code = OK;
    }

    leave();
    return code;
}

int cuMemAllocHost_v2(void **memory, size_t size)
{
    if (!depth) return NO_CONTEXT;
    __atomic_add_fetch(&live, 1, __ATOMIC_SEQ_CST);
    *memory = malloc(size);
    return OK;
}
int cuMemFreeHost(void *memory) { return discard(memory); }

int cuMemcpyHtoDAsync_v2(unsigned long long to, const void *from, size_t size, void *stream)
{
    if (!depth || !stream) return NO_CONTEXT;
    if (!emulated_owns((void *)to, size)) return INVALID_VALUE;
    copy((void *)to, from, size, stream);
    __atomic_add_fetch(&uploaded, (long long)size, __ATOMIC_SEQ_CST);
    return OK;
}

int cuMemcpyDtoHAsync_v2(void *to, unsigned long long from, size_t size, void *stream)
{
    if (!depth || !stream) return NO_CONTEXT;
    if (!emulated_owns((void *)from, size)) return INVALID_VALUE;
    copy(to, (void *)from, size, stream);
    __atomic_add_fetch(&downloaded, (long long)size, __ATOMIC_SEQ_CST);
    return OK;
}

int cuModuleLoadData(void **module, const char *ptx)
{
    if (!depth) return NO_CONTEXT;
    if (!strstr(ptx, ".version ") || !strstr(ptx, ".visible .entry ")) return INVALID_PTX;
    __atomic_add_fetch(&live, 1, __ATOMIC_SEQ_CST);
    *module = strdup(ptx);
    return OK;
}
int cuModuleUnload(void *module) { return discard(module); }

static const char *names[] = { "sluice_letterbox", "sluice_features", "sluice_draw" };

int cuModuleGetFunction(void **function, void *module, const char *name)
{
    char entry[128];
    snprintf(entry, sizeof entry, ".visible .entry %s(", name);
    if (!strstr(module, entry)) return NOT_FOUND;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name)) { *function = (void *)(i + 1); return OK; }
    return NOT_FOUND;
}

static void thread(void *function, void **parameters)
{
    switch ((size_t)function)
    {
        case 1: sluice_letterbox(*(const LetterboxPicture **)parameters[0], *(LetterboxLayout *)parameters[1], *(void **)parameters[2]); break;
        case 2: sluice_features(*(const FeaturesPicture **)parameters[0], *(u8 **)parameters[1]); break;
        default: sluice_draw(*(DrawPicture *)parameters[0], *(const DrawCommand **)parameters[1]); break;
    }
}

int cuLaunchKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void *stream,
    void **parameters, void **extra)
{
    if (!depth || !stream) return NO_CONTEXT;
    if (!gx || !gy || !gz || bx * by * bz < 1 || bx * by * bz > 1024 || shared || extra) return INVALID_VALUE;
    __atomic_add_fetch(&launches, 1, __ATOMIC_SEQ_CST);
    if (!is_late()) { over(gz, gy * by, gx * bx, function, parameters); return OK; }
    Work *work = later(stream, LAUNCH);
    const size_t *size = lengths[(size_t)function - 1];
    work->function = function;
    work->columns = gx * bx;
    work->rows = gy * by;
    work->layers = gz;
    for (size_t i = 0, at = 0; i < 3 && size[i]; at += size[i++]) memcpy(work->own + at, parameters[i], size[i]);
    filled();
    return OK;
}

// What FFmpeg's hardware frames ask for besides: CUDA_MEMCPY2D, on the default stream.
typedef struct {
    size_t from_x, from_y;
    int from_kind;
    const void *from_host;
    unsigned long long from_device;
    void *from_array;
    size_t from_pitch, to_x, to_y;
    int to_kind;
    void *to_host;
    unsigned long long to_device;
    void *to_array;
    size_t to_pitch, width, height;
} Copy2D;

int cuMemcpy2DAsync_v2(const Copy2D *c, void *stream)
{
    enum { HOST = 1, DEVICE = 2 };
    (void)stream;
    if (!depth) return NO_CONTEXT;
    const char *from = c->from_kind == HOST ? c->from_host : (const char *)c->from_device;
    char *to = c->to_kind == HOST ? c->to_host : (char *)c->to_device;
    if (c->from_x || c->from_y || c->to_x || c->to_y || !c->height) return INVALID_VALUE;
    if (c->from_kind == DEVICE && !emulated_owns(from, (c->height - 1) * c->from_pitch + c->width)) return INVALID_VALUE;
    if (c->to_kind == DEVICE && !emulated_owns(to, (c->height - 1) * c->to_pitch + c->width)) return INVALID_VALUE;
    for (size_t row = 0; row < c->height; row++) memcpy(to + row * c->to_pitch, from + row * c->from_pitch, c->width);
    if (c->from_kind == HOST && c->to_kind == DEVICE) __atomic_add_fetch(&pictures_up, (long long)(c->width * c->height), __ATOMIC_SEQ_CST);
    if (c->from_kind == DEVICE && c->to_kind == DEVICE) __atomic_add_fetch(&pictures_across, (long long)(c->width * c->height), __ATOMIC_SEQ_CST);
    if (c->from_kind == DEVICE && c->to_kind == HOST) __atomic_add_fetch(&pictures_down, (long long)(c->width * c->height), __ATOMIC_SEQ_CST);
    if (c->from_kind == DEVICE && c->to_kind == HOST) __atomic_add_fetch(&downloaded, (long long)(c->width * c->height), __ATOMIC_SEQ_CST);
    return OK;
}

// FFmpeg's loader wants these to be there, and the tests never get to them.
#define ABSENT(name) int name(void) { return 801; }
ABSENT(cuArray3DCreate_v2) ABSENT(cuArrayDestroy) ABSENT(cuCtxCreate_v2) ABSENT(cuCtxDestroy_v2) ABSENT(cuCtxSetLimit) ABSENT(cuCtxGetCurrent)
ABSENT(cuDestroyExternalMemory) ABSENT(cuDestroyExternalSemaphore) ABSENT(cuDeviceComputeCapability) ABSENT(cuDeviceGetUuid)
ABSENT(cuDeviceGetUuid_v2) ABSENT(cuDevicePrimaryCtxReset) ABSENT(cuExternalMemoryGetMappedBuffer) ABSENT(cuExternalMemoryGetMappedMipmappedArray)
ABSENT(cuGLGetDevices_v2) ABSENT(cuGraphicsGLRegisterImage) ABSENT(cuGraphicsMapResources) ABSENT(cuGraphicsResourceGetMappedPointer_v2)
ABSENT(cuGraphicsSubResourceGetMappedArray) ABSENT(cuGraphicsUnmapResources) ABSENT(cuGraphicsUnregisterResource) ABSENT(cuImportExternalMemory)
ABSENT(cuImportExternalSemaphore) ABSENT(cuLinkAddData) ABSENT(cuLinkComplete) ABSENT(cuLinkCreate) ABSENT(cuLinkDestroy) ABSENT(cuMemAllocManaged)
ABSENT(cuMemAllocPitch_v2) ABSENT(cuMemcpy) ABSENT(cuMemcpy2D_v2) ABSENT(cuMemcpyAsync) ABSENT(cuMemcpyDtoDAsync_v2) ABSENT(cuMemcpyDtoD_v2)
ABSENT(cuMemcpyDtoH_v2) ABSENT(cuMemcpyHtoD_v2) ABSENT(cuMemsetD8Async) ABSENT(cuMipmappedArrayDestroy) ABSENT(cuMipmappedArrayGetLevel)
ABSENT(cuModuleGetGlobal) ABSENT(cuSignalExternalSemaphoresAsync) ABSENT(cuStreamAddCallback) ABSENT(cuStreamQuery) ABSENT(cuTexObjectCreate)
ABSENT(cuTexObjectDestroy) ABSENT(cuWaitExternalSemaphoresAsync)
