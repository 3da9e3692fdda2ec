// NVIDIA's video decoder without one, for tests, over the driver of driver.c. It decodes nothing: the pictures come out of the file named by
// SLUICE_EMULATED_NVDEC, NV12 without padding, the n-th that a decoder is given being the n-th in the file (of a size that is not the file's,
// grey). So a stream must have its pictures in the order of their display. As strict as the hardware where it counts: 32 surfaces a decoder,
// and no more mapped at once than were ordered. What it did it writes at the end to SLUICE_EMULATED_LOG.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OK = 0, INVALID_VALUE = 1, MOST = 32 };
int cuMemAlloc_v2(unsigned long long *address, size_t size);
int cuMemFree_v2(unsigned long long address);

// The starts of CUVIDDECODECREATEINFO and CUVIDPICPARAMS, https://github.com/FFmpeg/nv-codec-headers
typedef struct {
    unsigned long width, height, surfaces;
    int codec, chroma;
    unsigned long flags, deeper, intra_only, most_width, most_height, reserved;
    short area[4];
    int format, deinterlace;
    unsigned long target_width, target_height, outputs;
} Wanted;
typedef struct { int columns, rows, surface; } Picture;

typedef struct { Wanted is; long next, number[MOST]; int mapped; } Decoder;

static long created, destroyed, pictures, mapped, unmapped, most_open, open_now;

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("SLUICE_EMULATED_LOG");
    FILE *log = path && created ? fopen(path, "a") : NULL;
    if (!log) return;
    fprintf(log, "nvdec created=%ld destroyed=%ld most=%ld pictures=%ld mapped=%ld unmapped=%ld\n", created, destroyed, most_open, pictures, mapped, unmapped);
    fclose(log);
}

static long add(long *to, long more) { return __atomic_add_fetch(to, more, __ATOMIC_SEQ_CST); }

int cuvidCreateDecoder(void **decoder, const Wanted *wanted)
{
    if (wanted->surfaces < 1 || wanted->surfaces > MOST || wanted->outputs < 1 || wanted->outputs > 64) return INVALID_VALUE;
    Decoder *made = *decoder = calloc(1, sizeof *made);
    made->is = *wanted;
    add(&created, 1);
    long now = add(&open_now, 1);
    if (now > most_open) most_open = now;
    return OK;
}

int cuvidDestroyDecoder(void *decoder) { add(&destroyed, 1); add(&open_now, -1); free(decoder); return OK; }

int cuvidDecodePicture(Decoder *decoder, const Picture *picture)
{
    if (picture->surface < 0 || picture->surface >= (int)decoder->is.surfaces) return INVALID_VALUE;
    decoder->number[picture->surface] = decoder->next++;
    add(&pictures, 1);
    return OK;
}

int cuvidMapVideoFrame64(Decoder *decoder, int surface, unsigned long long *address, unsigned *pitch, void *how)
{
    (void)how;
    size_t width = decoder->is.target_width, height = decoder->is.target_height, row = *pitch = (unsigned)((width + 255) / 256 * 256);
    if (surface < 0 || surface >= (int)decoder->is.surfaces || decoder->mapped >= (int)decoder->is.outputs) return INVALID_VALUE;
    if (cuMemAlloc_v2(address, row * (height + (height + 1) / 2)) != OK) return INVALID_VALUE;
    char *to = (char *)*address;
    memset(to, 128, row * (height + (height + 1) / 2));
    const char *path = getenv("SLUICE_EMULATED_NVDEC");
    const char *size = getenv("SLUICE_EMULATED_SIZE");
    unsigned columns = 0, rows = 0;
    FILE *file = path && size && sscanf(size, "%ux%u", &columns, &rows) == 2 && columns <= width && rows <= height ? fopen(path, "rb") : NULL;
    if (file && !fseek(file, decoder->number[surface] * (long)(columns * rows * 3 / 2), SEEK_SET))
    {
        for (size_t y = 0; y < rows; y++) if (fread(to + y * row, 1, columns, file) != columns) break;
        for (size_t y = 0; y < rows / 2; y++) if (fread(to + (height + y) * row, 1, columns, file) != columns) break;
    }

    if (file) fclose(file);
    __atomic_add_fetch(&decoder->mapped, 1, __ATOMIC_SEQ_CST);
    add(&mapped, 1);
    return OK;
}

int cuvidUnmapVideoFrame64(Decoder *decoder, unsigned long long address)
{
    __atomic_add_fetch(&decoder->mapped, -1, __ATOMIC_SEQ_CST);
    add(&unmapped, 1);
    return cuMemFree_v2(address);
}

// FFmpeg's loader wants these to be there, and its decoders never call them.
#define ABSENT(name) int name(void) { return 801; }
ABSENT(cuvidGetDecodeStatus) ABSENT(cuvidReconfigureDecoder) ABSENT(cuvidCtxLockCreate) ABSENT(cuvidCtxLockDestroy) ABSENT(cuvidCtxLock) ABSENT(cuvidCtxUnlock)
ABSENT(cuvidCreateVideoSource) ABSENT(cuvidCreateVideoSourceW) ABSENT(cuvidDestroyVideoSource) ABSENT(cuvidSetVideoSourceState)
ABSENT(cuvidGetVideoSourceState) ABSENT(cuvidGetSourceVideoFormat) ABSENT(cuvidGetSourceAudioFormat)
ABSENT(cuvidCreateVideoParser) ABSENT(cuvidParseVideoData) ABSENT(cuvidDestroyVideoParser)
