// A CUDA driver without a device, for tests: its memory is the host's, its streams run what they are given at once, and it knows the engine's
// own kernels, compiled for the host. What it is handed it checks as strictly as a driver would: a context must be current, blocks must be
// its own, a module must be PTX.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "letterbox.cu"
#include "features.cu"
#include "fill.cu"

enum { OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_CONTEXT = 201, INVALID_PTX = 218, INVALID_HANDLE = 400, NOT_FOUND = 500 };
enum { MOST = 4096, DEEPEST = 16 };

typedef struct { char *at; size_t size; } Block;
static Block blocks[MOST];
static int live, retained, launches;
static long long uploaded, downloaded, limit = 1ll << 31, used;
static _Thread_local int depth;

int emulated_live(void) { return live; }
int emulated_retained(void) { return retained; }
int emulated_depth(void) { return depth; }
int emulated_launches(void) { return launches; }
long long emulated_uploaded(void) { return uploaded; }
long long emulated_downloaded(void) { return downloaded; }

static char lock;
static void enter(void) { while (__atomic_test_and_set(&lock, __ATOMIC_ACQUIRE)) { } }
static void leave(void) { __atomic_clear(&lock, __ATOMIC_RELEASE); }

static int owns(const void *at, size_t size)
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
int cuDeviceGetAttribute(int *value, int attribute, int device) { (void)device; *value = attribute == 75 ? 9 : 0; return OK; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { (void)device; *bytes = limit; return OK; }
int cuDevicePrimaryCtxRetain(void **context, int device) { (void)device; __atomic_add_fetch(&retained, 1, __ATOMIC_SEQ_CST); *context = &depth; return OK; }
int cuDevicePrimaryCtxRelease_v2(int device) { (void)device; __atomic_sub_fetch(&retained, 1, __ATOMIC_SEQ_CST); return OK; }
int cuCtxPushCurrent_v2(void *context) { (void)context; return depth++ < DEEPEST ? OK : INVALID_VALUE; }
int cuCtxPopCurrent_v2(void **context) { *context = NULL; return depth-- > 0 ? OK : NO_CONTEXT; }
int cuStreamCreate(void **stream, unsigned flags) { (void)flags; if (!depth) return NO_CONTEXT; *stream = object(); return OK; }
int cuStreamDestroy_v2(void *stream) { return discard(stream); }
int cuStreamSynchronize(void *stream) { (void)stream; return depth ? OK : NO_CONTEXT; }
int cuStreamWaitEvent(void *stream, void *event, unsigned flags) { (void)flags; return stream && event ? OK : INVALID_HANDLE; }
int cuEventCreate(void **event, unsigned flags) { (void)flags; if (!depth) return NO_CONTEXT; *event = object(); return OK; }
int cuEventDestroy_v2(void *event) { return discard(event); }
int cuEventRecord(void *event, void *stream) { return event && stream ? OK : INVALID_HANDLE; }
int cuEventQuery(void *event) { return event ? OK : INVALID_HANDLE; }
int cuEventSynchronize(void *event) { return event ? OK : INVALID_HANDLE; }
int cuEventElapsedTime(float *milliseconds, void *from, void *to) { *milliseconds = 1; return from && to ? OK : INVALID_HANDLE; }

int cuMemAlloc_v2(unsigned long long *address, size_t size)
{
    int i, code = OUT_OF_MEMORY;
    if (!depth) return NO_CONTEXT;
    enter();
    for (i = 0; i < MOST && blocks[i].at; i++) { }
    if (i < MOST && used + (long long)size <= limit)
    {
        blocks[i].at = malloc(size);
        memset(blocks[i].at, 0xA5, size);
        blocks[i].size = size;
        used += size;
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
    if (!owns((void *)to, size)) return INVALID_VALUE;
    memcpy((void *)to, from, size);
    __atomic_add_fetch(&uploaded, (long long)size, __ATOMIC_SEQ_CST);
    return OK;
}

int cuMemcpyDtoHAsync_v2(void *to, unsigned long long from, size_t size, void *stream)
{
    if (!depth || !stream) return NO_CONTEXT;
    if (!owns((void *)from, size)) return INVALID_VALUE;
    memcpy(to, (void *)from, size);
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

static const char *names[] = { "sluice_letterbox", "sluice_features", "sluice_fill" };

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
        default: sluice_fill(*(FillPicture *)parameters[0], *(const FillRectangle **)parameters[1]); break;
    }
}

int cuLaunchKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void *stream,
    void **parameters, void **extra)
{
    if (!depth || !stream) return NO_CONTEXT;
    if (!gx || !gy || !gz || bx * by * bz < 1 || bx * by * bz > 1024 || shared || extra) return INVALID_VALUE;
    __atomic_add_fetch(&launches, 1, __ATOMIC_SEQ_CST);
    for (sluice_layer = 0; sluice_layer < (int)gz; sluice_layer++)
        for (sluice_row = 0; sluice_row < (int)(gy * by); sluice_row++)
            for (sluice_column = 0; sluice_column < (int)(gx * bx); sluice_column++) thread(function, parameters);
    return OK;
}
