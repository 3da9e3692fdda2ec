// NVIDIA's video encoder without one, for tests, over the driver of driver.c, behind FFmpeg's own code (headers: Debian's libffmpeg-nvenc-dev).
// It loses nothing: every picture becomes H.264 or HEVC whose blocks are plain samples (I_PCM), so that whoever decodes the file finds each sample as
// it was in the surface. A surface is read as late as a device may: when somebody locks what was made of it. As strict as the hardware where it counts: a
// resource must lie in the device's memory, be registered with the pitch it is encoded with and mapped once; a buffer is locked once, after
// something was encoded into it. What is not so is refused and counted as wrong. SLUICE_EMULATED_NVENC is "none" for a card that has no encoder,
// or how many sessions there may be at once. What it did it writes to SLUICE_EMULATED_LOG when it is
// unloaded, which FFmpeg does after each encoder: whoever reads that adds it up.
#include <ffnvcodec/nvEncodeAPI.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int emulated_owns(const void *at, size_t size);

enum { MOST = 128, MACROBLOCK = 16, WIDEST = 4096, LEAST_WIDTH = 145, LEAST_HEIGHT = 49 };

// A resource of the device or an input buffer of the host; a bitstream buffer.
typedef struct { unsigned char *at; int used, host, mapped, locked; unsigned width, height, pitch; NV_ENC_BUFFER_FORMAT format; } Input;
typedef struct { int used, filled, locked, number, idr; uint64_t time; Input *from; unsigned char *bytes; size_t size, room; } Output;
typedef struct {
    int ready, ended, hevc; unsigned width, height, gop, count, since;
    NV_ENC_CONFIG_H264_VUI_PARAMETERS vui; int repeats;
    Input inputs[MOST]; Output outputs[MOST];
} Session;

static long sessions, closed, refused, frames, idrs, registered, unregistered, host, wrong, most_between, most_open, open_now;

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("SLUICE_EMULATED_LOG");
    FILE *log = path && (sessions || refused) ? fopen(path, "a") : NULL;
    if (!log) return;
    fprintf(log, "nvenc sessions=%ld closed=%ld refused=%ld most=%ld frames=%ld idr=%ld registered=%ld unregistered=%ld host=%ld between=%ld wrong=%ld\n",
        sessions, closed, refused, most_open, frames, idrs, registered, unregistered, host, most_between, wrong);
    fclose(log);
}

static long add(long *to, long more) { return __atomic_add_fetch(to, more, __ATOMIC_SEQ_CST); }
static NVENCSTATUS no(NVENCSTATUS why) { add(&wrong, 1); return why; }

// ---- H.264, ITU-T H.264 7.3

typedef struct { Output *to; unsigned bits, count; int zeros; } Writer;

static void put_byte(Writer *w, unsigned byte)
{
    Output *o = w->to;
    if (o->size + 2 > o->room) o->bytes = realloc(o->bytes, o->room = o->room ? 2 * o->room : 1 << 16);
    // Emulation prevention: three bytes of a start code never stand inside.
    if (w->zeros >= 2 && byte <= 3) { o->bytes[o->size++] = 3; w->zeros = 0; }
    o->bytes[o->size++] = (unsigned char)byte;
    w->zeros = byte ? 0 : w->zeros + 1;
}

static void put(Writer *w, unsigned value, int length)
{
    while (length-- > 0)
    {
        w->bits = w->bits << 1 | (value >> length & 1);
        if (++w->count == 8) { put_byte(w, w->bits); w->bits = w->count = 0; }
    }
}

static void put_ue(Writer *w, unsigned value)
{
    int length = 0;
    while ((value + 1) >> (length + 1)) length++;
    put(w, 0, length);
    put(w, value + 1, length + 1);
}

static Writer begin(Output *to, int nal)
{
    Writer w = { to, 0, 0, -1000 };
    put_byte(&w, 0); put_byte(&w, 0); put_byte(&w, 0); put_byte(&w, 1);
    w.zeros = 0;
    put(&w, nal, 8);
    return w;
}

static void end(Writer *w) { put(w, 1, 1); while (w->count) put(w, 0, 1); }

static void headers(const Session *s, Output *to)
{
    unsigned columns = (s->width + 15) / MACROBLOCK, rows = (s->height + 15) / MACROBLOCK;
    const NV_ENC_CONFIG_H264_VUI_PARAMETERS *vui = &s->vui;
    Writer w = begin(to, 0x67);
    put(&w, 77, 8); put(&w, 0x40, 8); put(&w, 51, 8); // Main, level 5.1
    put_ue(&w, 0);
    put_ue(&w, 4);                                    // frame_num of 8 bits
    put_ue(&w, 2);                                    // shown in the order of decoding
    put_ue(&w, 1); put(&w, 0, 1);
    put_ue(&w, columns - 1); put_ue(&w, rows - 1);
    put(&w, 1, 1); put(&w, 1, 1);
    put(&w, 1, 1);                                    // cropped
    put_ue(&w, 0); put_ue(&w, (columns * 16 - s->width) / 2); put_ue(&w, 0); put_ue(&w, (rows * 16 - s->height) / 2);
    put(&w, 1, 1);                                    // VUI
    put(&w, 0, 1); put(&w, 0, 1);
    put(&w, vui->videoSignalTypePresentFlag != 0, 1);
    if (vui->videoSignalTypePresentFlag)
    {
        put(&w, vui->videoFormat, 3); put(&w, vui->videoFullRangeFlag, 1); put(&w, vui->colourDescriptionPresentFlag != 0, 1);
        if (vui->colourDescriptionPresentFlag) { put(&w, vui->colourPrimaries, 8); put(&w, vui->transferCharacteristics, 8); put(&w, vui->colourMatrix, 8); }
    }

    put(&w, 0, 1); put(&w, 0, 1); put(&w, 0, 1); put(&w, 0, 1); put(&w, 0, 1);
    put(&w, 1, 1);                                    // bitstream_restriction: nothing is held back
    put(&w, 1, 1); put_ue(&w, 0); put_ue(&w, 0); put_ue(&w, 16); put_ue(&w, 16); put_ue(&w, 0); put_ue(&w, 1);
    end(&w);
    w = begin(to, 0x68);
    put_ue(&w, 0); put_ue(&w, 0);
    put(&w, 0, 1); put(&w, 0, 1); put_ue(&w, 0); put_ue(&w, 0); put_ue(&w, 0);
    put(&w, 0, 1); put(&w, 0, 2); put_ue(&w, 0); put_ue(&w, 0); put_ue(&w, 0);
    put(&w, 1, 1); put(&w, 0, 1); put(&w, 0, 1);
    end(&w);
}

// A sample; beyond the picture the last one.
static unsigned sample(const Session *s, const Input *in, int plane, unsigned x, unsigned y)
{
    unsigned width = plane ? s->width / 2 : s->width, height = plane ? s->height / 2 : s->height;
    if (x >= width) x = width - 1;
    if (y >= height) y = height - 1;
    if (!plane) return in->at[(size_t)y * in->pitch + x];
    const unsigned char *chroma = in->at + (size_t)in->pitch * in->height;
    if (in->format == NV_ENC_BUFFER_FORMAT_NV12) return chroma[(size_t)y * in->pitch + 2 * x + (plane == 2)];
    // YV12: V before U.
    return chroma[(plane == 1 ? (size_t)(in->pitch / 2) * (in->height / 2) : 0) + (size_t)y * (in->pitch / 2) + x];
}

static void picture(const Session *s, Output *o)
{
    unsigned columns = (s->width + 15) / MACROBLOCK, rows = (s->height + 15) / MACROBLOCK;
    o->size = 0;
    if (o->idr && s->repeats) headers(s, o);
    Writer w = begin(o, o->idr ? 0x65 : 0x41);
    put_ue(&w, 0); put_ue(&w, 7); put_ue(&w, 0);
    put(&w, o->number & 255, 8);
    if (o->idr) { put_ue(&w, idrs & 1); put(&w, 0, 2); } else put(&w, 0, 1);
    put_ue(&w, 0);
    put_ue(&w, 1);
    for (unsigned at = 0; at < columns * rows; at++)
    {
        unsigned left = at % columns * 16, top = at / columns * 16;
        put_ue(&w, 25);
        while (w.count) put(&w, 0, 1);
        for (int plane = 0; plane < 3; plane++)
            for (unsigned side = plane ? 8 : 16, y = 0; y < side; y++)
                for (unsigned x = 0; x < side; x++)
                    put_byte(&w, sample(s, o->from, plane, (plane ? left / 2 : left) + x, (plane ? top / 2 : top) + y));
    }

    end(&w);
}

// ---- HEVC, ITU-T H.265 7.3 and 9.3: a slice for each block, so that all arithmetic coding starts anew and its bits are always the same

static Writer begin_hevc(Output *to, int type)
{
    Writer w = begin(to, type << 1);
    put(&w, 1, 8);
    return w;
}

static void profile(Writer *w)
{
    put(w, 1, 8);                                     // Main
    put(w, 0x60000000 >> 16, 16); put(w, 0, 16);
    put(w, 9, 4);                                     // progressive, frames only
    for (int i = 0; i < 44; i++) put(w, 0, 1);
    put(w, 186, 8);                                   // level 6.2
}

static void ordering(Writer *w) { put(w, 1, 1); put_ue(w, 1); put_ue(w, 0); put_ue(w, 0); }

static void hevc_headers(const Session *s, Output *to)
{
    unsigned width = (s->width + 15) / 16 * 16, height = (s->height + 15) / 16 * 16;
    const NV_ENC_CONFIG_H264_VUI_PARAMETERS *vui = &s->vui;
    Writer w = begin_hevc(to, 32);                    // video
    put(&w, 0, 4); put(&w, 3, 2); put(&w, 0, 6); put(&w, 0, 3); put(&w, 1, 1); put(&w, 0xFFFF, 16);
    profile(&w); ordering(&w);
    put(&w, 0, 6); put_ue(&w, 0); put(&w, 0, 1); put(&w, 0, 1);
    end(&w);
    w = begin_hevc(to, 33);                           // sequence
    put(&w, 0, 4); put(&w, 0, 3); put(&w, 1, 1);
    profile(&w);
    put_ue(&w, 0); put_ue(&w, 1); put_ue(&w, width); put_ue(&w, height);
    put(&w, 1, 1);                                    // cropped
    put_ue(&w, 0); put_ue(&w, (width - s->width) / 2); put_ue(&w, 0); put_ue(&w, (height - s->height) / 2);
    put_ue(&w, 0); put_ue(&w, 0);
    put_ue(&w, 4);                                    // order count of 8 bits
    ordering(&w);
    put_ue(&w, 1); put_ue(&w, 0); put_ue(&w, 0); put_ue(&w, 2); put_ue(&w, 0); put_ue(&w, 0); // blocks of 16
    put(&w, 0, 3);
    put(&w, 1, 1); put(&w, 7, 4); put(&w, 7, 4); put_ue(&w, 1); put_ue(&w, 0); put(&w, 1, 1); // plain samples of 8 bits
    put_ue(&w, 1); put_ue(&w, 0); put_ue(&w, 0);      // one set of references: none
    put(&w, 0, 3);
    put(&w, 1, 1);                                    // VUI
    put(&w, 0, 2); put(&w, vui->videoSignalTypePresentFlag != 0, 1);
    if (vui->videoSignalTypePresentFlag)
    {
        put(&w, vui->videoFormat, 3); put(&w, vui->videoFullRangeFlag, 1); put(&w, vui->colourDescriptionPresentFlag != 0, 1);
        if (vui->colourDescriptionPresentFlag) { put(&w, vui->colourPrimaries, 8); put(&w, vui->transferCharacteristics, 8); put(&w, vui->colourMatrix, 8); }
    }

    put(&w, 0, 7);
    put(&w, 0, 1);
    end(&w);
    w = begin_hevc(to, 34);                           // picture
    put_ue(&w, 0); put_ue(&w, 0); put(&w, 0, 7); put_ue(&w, 0); put_ue(&w, 0); put_ue(&w, 0);
    put(&w, 0, 3); put_ue(&w, 0); put_ue(&w, 0); put(&w, 0, 7);
    put(&w, 1, 1); put(&w, 0, 1); put(&w, 1, 1);      // nothing is deblocked
    put(&w, 0, 2); put_ue(&w, 0); put(&w, 0, 2);
    end(&w);
}

static void hevc_picture(const Session *s, Output *o)
{
    unsigned columns = (s->width + 15) / 16, rows = (s->height + 15) / 16, bits = 0;
    while (1u << bits < columns * rows) bits++;
    o->size = 0;
    if (o->idr && s->repeats) hevc_headers(s, o);
    for (unsigned at = 0; at < columns * rows; at++)
    {
        unsigned left = at % columns * 16, top = at / columns * 16;
        Writer w = begin_hevc(o, o->idr ? 19 : 1);
        put(&w, !at, 1);
        if (o->idr) put(&w, 0, 1);
        put_ue(&w, 0);
        if (at) put(&w, at, (int)bits);
        put_ue(&w, 2);
        if (!o->idr) { put(&w, o->number & 255, 8); put(&w, 1, 1); }
        put_ue(&w, 0);
        end(&w);
        put(&w, 0x10D, 9);                            // a whole block (the likelier bin of its context), plain samples (a terminating bin), flushed
        while (w.count) put(&w, 0, 1);
        for (int plane = 0; plane < 3; plane++)
            for (unsigned side = plane ? 8 : 16, y = 0; y < side; y++)
                for (unsigned x = 0; x < side; x++)
                    put_byte(&w, sample(s, o->from, plane, (plane ? left / 2 : left) + x, (plane ? top / 2 : top) + y));
        put(&w, 0x1FD, 9);                            // the end (a terminating bin), flushed: the last bit is the one that ends all units
        while (w.count) put(&w, 0, 1);
    }
}

// ---- The functions that FFmpeg calls

#define CALL(name, ...) static NVENCSTATUS NVENCAPI name(void *of, __VA_ARGS__)
#define VERSION(pointer, wanted) if ((pointer)->version != (wanted)) return no(NV_ENC_ERR_INVALID_VERSION)
#define SESSION Session *s = of; if (!s) return no(NV_ENC_ERR_INVALID_ENCODERDEVICE)
#define READY SESSION; if (!s->ready) return no(NV_ENC_ERR_ENCODER_NOT_INITIALIZED)

static int same(GUID one, GUID other) { return !memcmp(&one, &other, sizeof one); }

static NVENCSTATUS NVENCAPI open_session(NV_ENC_OPEN_ENCODE_SESSION_EX_PARAMS *wanted, void **made)
{
    const char *has = getenv("SLUICE_EMULATED_NVENC");
    VERSION(wanted, NV_ENC_OPEN_ENCODE_SESSION_EX_PARAMS_VER);
    if (wanted->apiVersion != NVENCAPI_VERSION) return no(NV_ENC_ERR_INVALID_VERSION);
    if (wanted->deviceType != NV_ENC_DEVICE_TYPE_CUDA || !wanted->device) return no(NV_ENC_ERR_INVALID_ENCODERDEVICE);
    if (has && !strcmp(has, "none")) { add(&refused, 1); return NV_ENC_ERR_UNSUPPORTED_DEVICE; }
    if (add(&open_now, 1) > (has ? atol(has) : 1000)) { add(&open_now, -1); add(&refused, 1); return NV_ENC_ERR_OUT_OF_MEMORY; }
    if (open_now > most_open) most_open = open_now;
    add(&sessions, 1);
    *made = calloc(1, sizeof(Session));
    return NV_ENC_SUCCESS;
}

static int known_codec(GUID codec) { return same(codec, NV_ENC_CODEC_H264_GUID) || same(codec, NV_ENC_CODEC_HEVC_GUID); }

CALL(guid_count, uint32_t *count) { SESSION; *count = 2; return NV_ENC_SUCCESS; }
CALL(guids, GUID *list, uint32_t room, uint32_t *count)
{
    SESSION;
    if (room < 2) return no(NV_ENC_ERR_INVALID_PARAM);
    list[0] = NV_ENC_CODEC_H264_GUID;
    list[1] = NV_ENC_CODEC_HEVC_GUID;
    *count = 2;
    return NV_ENC_SUCCESS;
}

CALL(caps, GUID codec, NV_ENC_CAPS_PARAM *asked, int *value)
{
    SESSION;
    VERSION(asked, NV_ENC_CAPS_PARAM_VER);
    if (!known_codec(codec)) return no(NV_ENC_ERR_INVALID_PARAM);
    switch (asked->capsToQuery)
    {
        case NV_ENC_CAPS_NUM_MAX_BFRAMES: *value = 4; break;
        case NV_ENC_CAPS_WIDTH_MAX: case NV_ENC_CAPS_HEIGHT_MAX: *value = WIDEST; break;
        case NV_ENC_CAPS_WIDTH_MIN: *value = LEAST_WIDTH; break;
        case NV_ENC_CAPS_HEIGHT_MIN: *value = LEAST_HEIGHT; break;
        case NV_ENC_CAPS_SUPPORT_10BIT_ENCODE: case NV_ENC_CAPS_SUPPORT_YUV444_ENCODE: *value = 0; break;
        default: *value = 1; break;
    }

    return NV_ENC_SUCCESS;
}

CALL(preset, GUID codec, GUID wanted, NV_ENC_TUNING_INFO tuning, NV_ENC_PRESET_CONFIG *config)
{
    static const GUID *known[] = { &NV_ENC_PRESET_P1_GUID, &NV_ENC_PRESET_P2_GUID, &NV_ENC_PRESET_P3_GUID, &NV_ENC_PRESET_P4_GUID,
        &NV_ENC_PRESET_P5_GUID, &NV_ENC_PRESET_P6_GUID, &NV_ENC_PRESET_P7_GUID };
    int found = 0;
    SESSION;
    VERSION(config, NV_ENC_PRESET_CONFIG_VER);
    for (int i = 0; i < 7; i++) found |= same(wanted, *known[i]);
    if (!found || !known_codec(codec) || tuning < NV_ENC_TUNING_INFO_HIGH_QUALITY || tuning > NV_ENC_TUNING_INFO_LOSSLESS)
        return no(NV_ENC_ERR_UNSUPPORTED_PARAM);
    memset(&config->presetCfg, 0, sizeof config->presetCfg);
    config->presetCfg.version = NV_ENC_CONFIG_VER;
    config->presetCfg.profileGUID = NV_ENC_CODEC_PROFILE_AUTOSELECT_GUID;
    config->presetCfg.gopLength = NVENC_INFINITE_GOPLENGTH;
    // As the presets have it where delay does not count: what wants no B-frames has to say so.
    config->presetCfg.frameIntervalP = tuning == NV_ENC_TUNING_INFO_HIGH_QUALITY ? 3 : 1;
    return NV_ENC_SUCCESS;
}

CALL(initialize, NV_ENC_INITIALIZE_PARAMS *wanted)
{
    SESSION;
    VERSION(wanted, NV_ENC_INITIALIZE_PARAMS_VER);
    if (s->ready || !wanted->enablePTD || wanted->enableEncodeAsync || !wanted->encodeConfig || !wanted->frameRateNum || !wanted->frameRateDen) return no(NV_ENC_ERR_INVALID_PARAM);
    VERSION(wanted->encodeConfig, NV_ENC_CONFIG_VER);
    // A card does refuse these: no mistake of the caller's.
    if (wanted->encodeWidth < LEAST_WIDTH || wanted->encodeHeight < LEAST_HEIGHT) { add(&refused, 1); return NV_ENC_ERR_UNSUPPORTED_PARAM; }
    if (wanted->encodeWidth & 1 || wanted->encodeHeight & 1) return no(NV_ENC_ERR_UNSUPPORTED_PARAM);
    const NV_ENC_CONFIG *config = wanted->encodeConfig;
    s->width = wanted->encodeWidth;
    s->height = wanted->encodeHeight;
    s->gop = config->gopLength;
    if (!known_codec(wanted->encodeGUID)) return no(NV_ENC_ERR_UNSUPPORTED_PARAM);
    s->hevc = same(wanted->encodeGUID, NV_ENC_CODEC_HEVC_GUID);
    s->vui = s->hevc ? config->encodeCodecConfig.hevcConfig.hevcVUIParameters : config->encodeCodecConfig.h264Config.h264VUIParameters;
    s->repeats = s->hevc ? config->encodeCodecConfig.hevcConfig.repeatSPSPPS : config->encodeCodecConfig.h264Config.repeatSPSPPS;
    s->ready = 1;
    if (config->frameIntervalP - 1 > most_between) most_between = config->frameIntervalP - 1;
    return NV_ENC_SUCCESS;
}

CALL(streams, NV_ENC_CUSTREAM_PTR in, NV_ENC_CUSTREAM_PTR out) { READY; return in && out ? NV_ENC_SUCCESS : no(NV_ENC_ERR_INVALID_PTR); }

static void *free_place(void *list, size_t size)
{
    for (int i = 0; i < MOST; i++) if (!*(int *)((char *)list + i * size)) return (char *)list + i * size;
    return NULL;
}

static Input *input_of(Session *s, void *handle) { return (char *)handle >= (char *)s->inputs && (char *)handle < (char *)(s->inputs + MOST) && ((Input *)handle)->used ? handle : NULL; }
static Output *output_of(Session *s, void *handle) { return (char *)handle >= (char *)s->outputs && (char *)handle < (char *)(s->outputs + MOST) && ((Output *)handle)->used ? handle : NULL; }

static Input *new_input(Session *s)
{
    for (int i = 0; i < MOST; i++) if (!s->inputs[i].used) { memset(&s->inputs[i], 0, sizeof(Input)); s->inputs[i].used = 1; return &s->inputs[i]; }
    return NULL;
}

CALL(create_input, NV_ENC_CREATE_INPUT_BUFFER *wanted)
{
    READY;
    VERSION(wanted, NV_ENC_CREATE_INPUT_BUFFER_VER);
    if (wanted->bufferFmt != NV_ENC_BUFFER_FORMAT_NV12 && wanted->bufferFmt != NV_ENC_BUFFER_FORMAT_YV12) return no(NV_ENC_ERR_UNSUPPORTED_PARAM);
    Input *in = new_input(s);
    if (!in) return no(NV_ENC_ERR_OUT_OF_MEMORY);
    in->host = 1;
    in->width = wanted->width;
    in->height = (wanted->height + 31) / 32 * 32;
    in->pitch = (wanted->width + 255) / 256 * 256;
    in->format = wanted->bufferFmt;
    in->at = malloc((size_t)in->pitch * in->height * 2);
    // FFmpeg places the chroma by the height it asked for.
    in->height = wanted->height;
    wanted->inputBuffer = in;
    return NV_ENC_SUCCESS;
}

CALL(destroy_input, NV_ENC_INPUT_PTR buffer)
{
    SESSION;
    Input *in = input_of(s, buffer);
    if (!in || !in->host) return no(NV_ENC_ERR_INVALID_PARAM);
    free(in->at);
    in->used = 0;
    return NV_ENC_SUCCESS;
}

CALL(lock_input, NV_ENC_LOCK_INPUT_BUFFER *wanted)
{
    READY;
    VERSION(wanted, NV_ENC_LOCK_INPUT_BUFFER_VER);
    Input *in = input_of(s, wanted->inputBuffer);
    if (!in || !in->host) return no(NV_ENC_ERR_INVALID_PARAM);
    if (in->locked) return no(NV_ENC_ERR_LOCK_BUSY);
    in->locked = 1;
    wanted->bufferDataPtr = in->at;
    wanted->pitch = in->pitch;
    return NV_ENC_SUCCESS;
}

CALL(unlock_input, NV_ENC_INPUT_PTR buffer)
{
    READY;
    Input *in = input_of(s, buffer);
    if (!in || !in->locked) return no(NV_ENC_ERR_INVALID_CALL);
    in->locked = 0;
    return NV_ENC_SUCCESS;
}

CALL(create_output, NV_ENC_CREATE_BITSTREAM_BUFFER *wanted)
{
    READY;
    VERSION(wanted, NV_ENC_CREATE_BITSTREAM_BUFFER_VER);
    Output *out = free_place(s->outputs, sizeof(Output));
    if (!out) return no(NV_ENC_ERR_OUT_OF_MEMORY);
    memset(out, 0, sizeof *out);
    out->used = 1;
    wanted->bitstreamBuffer = out;
    return NV_ENC_SUCCESS;
}

CALL(destroy_output, NV_ENC_OUTPUT_PTR buffer)
{
    SESSION;
    Output *out = output_of(s, buffer);
    if (!out || out->locked) return no(NV_ENC_ERR_INVALID_PARAM);
    free(out->bytes);
    memset(out, 0, sizeof *out);
    return NV_ENC_SUCCESS;
}

CALL(register_resource, NV_ENC_REGISTER_RESOURCE *wanted)
{
    READY;
    VERSION(wanted, NV_ENC_REGISTER_RESOURCE_VER);
    if (wanted->resourceType != NV_ENC_INPUT_RESOURCE_TYPE_CUDADEVICEPTR || wanted->bufferFormat != NV_ENC_BUFFER_FORMAT_NV12) return no(NV_ENC_ERR_UNSUPPORTED_PARAM);
    if (wanted->pitch < wanted->width || wanted->pitch % 4 || wanted->width < s->width || wanted->height < s->height) return no(NV_ENC_ERR_INVALID_PARAM);
    if (!emulated_owns(wanted->resourceToRegister, (size_t)wanted->pitch * (wanted->height + wanted->height / 2 - 1) + wanted->width)) return no(NV_ENC_ERR_RESOURCE_REGISTER_FAILED);
    for (int i = 0; i < MOST; i++) if (s->inputs[i].used && s->inputs[i].at == wanted->resourceToRegister) return no(NV_ENC_ERR_RESOURCE_REGISTER_FAILED);
    Input *in = new_input(s);
    if (!in) return no(NV_ENC_ERR_OUT_OF_MEMORY);
    in->at = wanted->resourceToRegister;
    in->width = wanted->width;
    in->height = wanted->height;
    in->pitch = wanted->pitch;
    in->format = wanted->bufferFormat;
    wanted->registeredResource = in;
    add(&registered, 1);
    return NV_ENC_SUCCESS;
}

CALL(unregister_resource, NV_ENC_REGISTERED_PTR resource)
{
    SESSION;
    Input *in = input_of(s, resource);
    if (!in || in->host || in->mapped) return no(NV_ENC_ERR_RESOURCE_NOT_REGISTERED);
    // It has to be there as long as it is registered.
    if (!emulated_owns(in->at, (size_t)in->pitch * in->height)) add(&wrong, 1);
    in->used = 0;
    add(&unregistered, 1);
    return NV_ENC_SUCCESS;
}

CALL(map, NV_ENC_MAP_INPUT_RESOURCE *wanted)
{
    READY;
    VERSION(wanted, NV_ENC_MAP_INPUT_RESOURCE_VER);
    Input *in = input_of(s, wanted->registeredResource);
    if (!in || in->host) return no(NV_ENC_ERR_RESOURCE_NOT_REGISTERED);
    if (in->mapped) return no(NV_ENC_ERR_MAP_FAILED);
    in->mapped = 1;
    wanted->mappedResource = in;
    wanted->mappedBufferFmt = in->format;
    return NV_ENC_SUCCESS;
}

CALL(unmap, NV_ENC_INPUT_PTR resource)
{
    READY;
    Input *in = input_of(s, resource);
    if (!in || !in->mapped) return no(NV_ENC_ERR_RESOURCE_NOT_MAPPED);
    in->mapped = 0;
    return NV_ENC_SUCCESS;
}

CALL(encode, NV_ENC_PIC_PARAMS *wanted)
{
    SESSION;
    // FFmpeg says the end to a session that was refused, too.
    if (!s->ready) return NV_ENC_ERR_ENCODER_NOT_INITIALIZED;
    VERSION(wanted, NV_ENC_PIC_PARAMS_VER);
    if (wanted->encodePicFlags & NV_ENC_PIC_FLAG_EOS) { s->ended = 1; return NV_ENC_SUCCESS; }
    Input *in = input_of(s, wanted->inputBuffer);
    Output *out = output_of(s, wanted->outputBitstream);
    if (s->ended || !in || in->locked || !out || out->filled || out->locked) return no(NV_ENC_ERR_INVALID_CALL);
    if (!in->host && !in->mapped) return no(NV_ENC_ERR_RESOURCE_NOT_MAPPED);
    if (wanted->inputPitch != in->pitch || wanted->bufferFmt != in->format || wanted->pictureStruct != NV_ENC_PIC_STRUCT_FRAME) return no(NV_ENC_ERR_INVALID_PARAM);
    out->idr = !s->count || s->since >= s->gop || wanted->encodePicFlags & NV_ENC_PIC_FLAG_FORCEIDR;
    if (out->idr) s->since = 0;
    out->number = (int)s->since++;
    out->time = wanted->inputTimeStamp;
    out->from = in;
    out->filled = 1;
    s->count++;
    add(&frames, 1);
    add(&idrs, out->idr);
    add(&host, in->host);
    return NV_ENC_SUCCESS;
}

CALL(lock_output, NV_ENC_LOCK_BITSTREAM *wanted)
{
    READY;
    VERSION(wanted, NV_ENC_LOCK_BITSTREAM_VER);
    Output *out = output_of(s, wanted->outputBitstream);
    if (!out || !out->filled) return no(NV_ENC_ERR_INVALID_CALL);
    if (out->locked) return no(NV_ENC_ERR_LOCK_BUSY);
    if (!out->from->used || (!out->from->host && (!out->from->mapped || !emulated_owns(out->from->at, (size_t)out->from->pitch * out->from->height)))) return no(NV_ENC_ERR_RESOURCE_NOT_MAPPED);
    if (s->hevc) hevc_picture(s, out);
    else picture(s, out);
    out->locked = 1;
    wanted->bitstreamBufferPtr = out->bytes;
    wanted->bitstreamSizeInBytes = (uint32_t)out->size;
    wanted->outputTimeStamp = out->time;
    wanted->pictureType = out->idr ? NV_ENC_PIC_TYPE_IDR : NV_ENC_PIC_TYPE_P;
    wanted->pictureStruct = NV_ENC_PIC_STRUCT_FRAME;
    wanted->frameAvgQP = 1;
    return NV_ENC_SUCCESS;
}

CALL(unlock_output, NV_ENC_OUTPUT_PTR buffer)
{
    READY;
    Output *out = output_of(s, buffer);
    if (!out || !out->locked) return no(NV_ENC_ERR_INVALID_CALL);
    out->locked = out->filled = 0;
    return NV_ENC_SUCCESS;
}

CALL(parameters, NV_ENC_SEQUENCE_PARAM_PAYLOAD *wanted)
{
    READY;
    VERSION(wanted, NV_ENC_SEQUENCE_PARAM_PAYLOAD_VER);
    Output to = { 0 };
    if (s->hevc) hevc_headers(s, &to);
    else headers(s, &to);
    if (to.size > wanted->inBufferSize) { free(to.bytes); return no(NV_ENC_ERR_NOT_ENOUGH_BUFFER); }
    memcpy(wanted->spsppsBuffer, to.bytes, to.size);
    *wanted->outSPSPPSPayloadSize = (uint32_t)to.size;
    free(to.bytes);
    return NV_ENC_SUCCESS;
}

CALL(reconfigure, NV_ENC_RECONFIGURE_PARAMS *wanted) { READY; VERSION(wanted, NV_ENC_RECONFIGURE_PARAMS_VER); return NV_ENC_SUCCESS; }

static NVENCSTATUS NVENCAPI destroy(void *of)
{
    SESSION;
    for (int i = 0; i < MOST; i++) if (s->inputs[i].used || s->outputs[i].used) add(&wrong, 1);
    if (s->ready && s->count && !s->ended) add(&wrong, 1);
    free(s);
    add(&closed, 1);
    add(&open_now, -1);
    return NV_ENC_SUCCESS;
}

static const char *NVENCAPI last_error(void *of) { (void)of; return "emulated"; }

NVENCSTATUS NVENCAPI NvEncodeAPIGetMaxSupportedVersion(uint32_t *version) { *version = NVENCAPI_MAJOR_VERSION << 4 | NVENCAPI_MINOR_VERSION; return NV_ENC_SUCCESS; }

NVENCSTATUS NVENCAPI NvEncodeAPICreateInstance(NV_ENCODE_API_FUNCTION_LIST *list)
{
    VERSION(list, NV_ENCODE_API_FUNCTION_LIST_VER);
    list->nvEncOpenEncodeSessionEx = open_session;
    list->nvEncGetEncodeGUIDCount = guid_count;
    list->nvEncGetEncodeGUIDs = guids;
    list->nvEncGetEncodeCaps = caps;
    list->nvEncGetEncodePresetConfigEx = preset;
    list->nvEncInitializeEncoder = initialize;
    list->nvEncSetIOCudaStreams = streams;
    list->nvEncCreateInputBuffer = create_input;
    list->nvEncDestroyInputBuffer = destroy_input;
    list->nvEncLockInputBuffer = lock_input;
    list->nvEncUnlockInputBuffer = unlock_input;
    list->nvEncCreateBitstreamBuffer = create_output;
    list->nvEncDestroyBitstreamBuffer = destroy_output;
    list->nvEncRegisterResource = register_resource;
    list->nvEncUnregisterResource = unregister_resource;
    list->nvEncMapInputResource = map;
    list->nvEncUnmapInputResource = unmap;
    list->nvEncEncodePicture = encode;
    list->nvEncLockBitstream = lock_output;
    list->nvEncUnlockBitstream = unlock_output;
    list->nvEncGetSequenceParams = parameters;
    list->nvEncReconfigureEncoder = reconfigure;
    list->nvEncDestroyEncoder = destroy;
    list->nvEncGetLastErrorString = last_error;
    return NV_ENC_SUCCESS;
}
