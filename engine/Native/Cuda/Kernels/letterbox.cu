// Pictures of any sizes -> one batch of a model's input: converted to RGB, resized, bordered, normalised. One thread a pixel of the input.
// The arithmetic is that of the CPU's pre-processing (FramePreprocessor): products of 16-bit words of which the upper half counts, sums in
// 1/64 of a level, bilinear weights in 1/32768.
#include "device.h"

enum { KIND_YUV = 0, KIND_GRAY = 1, KIND_PACKED = 2 };
enum { CONVERT_EXACT = 0, CONVERT_ROUNDED = 1, CONVERT_SCALER = 2 };
enum { ELEMENT_FLOAT32 = 0, ELEMENT_FLOAT16 = 1, ELEMENT_UINT8 = 2 };

// 64 units a level; the brightest is 255 levels.
enum { UNIT = 64, HIGHEST = 255 * UNIT, LEVEL_ROUNDING = UNIT * 3 / 8 };

// As LetterboxPicture in C#.
typedef struct {
    u64 planes[3];               // luma, U and V; of packed colours red, green and blue
    int strides[3];              // bytes from row to row
    int steps[3];                // bytes from sample to sample
    int shift_x, shift_y;        // halvings of chroma
    int deep;                    // 16-bit words: bits below the sample + 1; 0 for bytes
    int kind, convert, turned;
    int across_start, across_length, across_reversed;  // coded columns
    int lines_start, lines_length, lines_reversed;     // coded rows
    int left, top, width, height;                      // where it goes
    int luma, red_v, green_u, green_v, blue_u, black, red_offset, green_offset, blue_offset, green_loss;
} LetterboxPicture;

// As LetterboxLayout in C#.
typedef struct {
    int width, height, channels, element, interleaved, levels, swapped, plain;
    int whole, gray_red, gray_green, gray_blue;
    float multiply[3], add[3], border[3];
} LetterboxLayout;

typedef struct { int first, second, weight; } Taps;
typedef struct { int c[3]; } Color;

SLUICE_DEVICE int at_most(int value, int most) { return value < most ? value : most; }
SLUICE_DEVICE int at_least(int value, int least) { return value > least ? value : least; }
SLUICE_DEVICE int high(int word, int factor) { return (int)(((u32)word * (u32)factor) >> 16); }
SLUICE_DEVICE int clamped(int sum, int less) { return at_most(at_least(sum - less, 0), HIGHEST); }
SLUICE_DEVICE int to_level(int units) { return (units + UNIT / 2) & ~(UNIT - 1); }
SLUICE_DEVICE int blend(int first, int second, int weight) { return first + (((second - first) * weight + (1 << 14)) >> 15); }

// Output i of count lies at (i + 1/2) length / count - 1/2 of the line: in whole numbers, the second tap's weight rounded to 1/32768.
SLUICE_DEVICE Taps taps(int i, int count, int start, int length, int reversed)
{
    int twice = 2 * count;
    int at = (2 * i + 1) * length - count;
    int last = length - 1;
    Taps t;
    int floor = 0, rest = 0;
    if (at > 0) { floor = at / twice; rest = at - floor * twice; }
    if (floor >= last) { floor = last; rest = 0; }
    t.weight = at_most((int)(((u64)rest * 65536 + (u32)twice) / (2 * (u32)twice)), 32767);
    t.first = reversed ? start + last - floor : start + floor;
    t.second = t.weight == 0 ? t.first : t.first + (reversed ? -1 : 1);
    return t;
}

// A sample's word: 257 times a byte, 64 times ten bits.
SLUICE_DEVICE int word_of(const LetterboxPicture *p, int plane, int column, int row)
{
    const u8 *at = (const u8 *)p->planes[plane] + (long long)row * p->strides[plane] + (long long)column * p->steps[plane];
    if (!p->deep) return *at * 257;
    return at_most((at[0] | at[1] << 8) >> (p->deep - 1), 1023) * 64;
}

SLUICE_DEVICE Color exact(const LetterboxPicture *p, int y, int u, int v)
{
    Color color;
    int luma = high(y, p->luma);
    color.c[0] = clamped(luma + high(v, p->red_v), p->red_offset);
    color.c[1] = clamped(luma + p->green_offset, high(u, p->green_u) + high(v, p->green_v));
    color.c[2] = clamped(luma + high(u, p->blue_u), p->blue_offset);
    return color;
}

// Each product rounded down to a level, as FFmpeg's scaler does; a shift of a negative number rounds down on every compiler used here.
SLUICE_DEVICE Color scaled(const LetterboxPicture *p, int y, int u, int v)
{
    Color color;
    int i, luma;
    y = high(y, 2041) - 8 * p->black;
    u = high(u, 2041) - 8 * 128;
    v = high(v, 2041) - 8 * 128;
    luma = (y * p->luma) >> 16;
    color.c[0] = luma + ((v * p->red_v) >> 16);
    color.c[1] = luma + ((u * p->green_u) >> 16) + ((v * p->green_v) >> 16);
    color.c[2] = luma + ((u * p->blue_u) >> 16);
    for (i = 0; i < 3; i++) color.c[i] = at_most(at_least(color.c[i], 0), 255) * UNIT;
    return color;
}

SLUICE_DEVICE Color color_at(const LetterboxPicture *p, const LetterboxLayout *in, int column, int row)
{
    Color color;
    if (p->kind == KIND_PACKED)
    {
        int red = word_of(p, 0, column, row), green = word_of(p, 1, column, row), blue = word_of(p, 2, column, row);
        if (in->channels == 1)
        {
            color.c[0] = color.c[1] = color.c[2] = high(red, in->gray_red) + high(green, in->gray_green) + high(blue, in->gray_blue);
            return color;
        }

        color.c[0] = at_most(high(red, in->whole), HIGHEST);
        color.c[1] = at_most(high(green, in->whole), HIGHEST);
        color.c[2] = at_most(high(blue, in->whole), HIGHEST);
        return color;
    }

    int y = word_of(p, 0, column, row);
    if (p->kind == KIND_GRAY)
    {
        int level = clamped(high(y, p->luma), p->black);
        color.c[0] = color.c[1] = color.c[2] = in->levels ? to_level(level) : level;
        return color;
    }

    int u = word_of(p, 1, column >> p->shift_x, row >> p->shift_y);
    int v = word_of(p, 2, column >> p->shift_x, row >> p->shift_y);
    if (p->convert == CONVERT_SCALER) return scaled(p, y, u, v);
    color = exact(p, y, u, v);
    if (p->convert == CONVERT_EXACT) return color;
    color.c[0] = to_level(color.c[0]);
    color.c[1] = at_least(to_level(color.c[1]) - p->green_loss, 0);
    color.c[2] = to_level(color.c[2]);
    return color;
}

// Rounded to the nearest, halves to even.
SLUICE_DEVICE u16 half_of(float value)
{
    u32 bits, sign, size, subnormal = 126u << 23;
    __builtin_memcpy(&bits, &value, 4);
    sign = (bits & 0x80000000u) >> 16;
    size = bits & 0x7FFFFFFFu;
    if (size >= 0x47800000u) return (u16)(sign | (size > 0x7F800000u ? 0x7E00u : 0x7C00u));
    if (size < 0x38800000u)
    {
        // Added to 1/2, so small a float leaves its bits as a half at the bottom.
        float small, magic;
        __builtin_memcpy(&small, &size, 4);
        __builtin_memcpy(&magic, &subnormal, 4);
        small = small + magic;
        __builtin_memcpy(&bits, &small, 4);
        return (u16)(sign | (bits - subnormal));
    }

    return (u16)(sign | ((size + 0xC8000FFFu + ((size >> 13) & 1)) >> 13));
}

SLUICE_DEVICE u8 byte_of(float value)
{
    return (u8)__builtin_rintf(value < 0 ? 0 : value > 255 ? 255 : value);
}

SLUICE_DEVICE void put(const LetterboxLayout *in, void *target, long long at, float value)
{
    if (in->element == ELEMENT_FLOAT32) ((float *)target)[at] = value;
    else if (in->element == ELEMENT_FLOAT16) ((u16 *)target)[at] = half_of(value);
    else ((u8 *)target)[at] = byte_of(value);
}

SLUICE_KERNEL sluice_letterbox(const LetterboxPicture *pictures, LetterboxLayout in, void *target)
{
    int x = SLUICE_COLUMN, y = SLUICE_ROW, channel, i;
    const LetterboxPicture *p = pictures + SLUICE_LAYER;
    if (x >= in.width || y >= in.height) return;

    long long plane = (long long)in.width * in.height, pixel = (long long)y * in.width + x;
    long long first = SLUICE_LAYER * plane * in.channels + (in.interleaved ? pixel * in.channels : pixel);
    long long step = in.interleaved ? 1 : plane;
    int column = x - p->left, row = y - p->top;
    if (column < 0 || row < 0 || column >= p->width || row >= p->height)
    {
        for (channel = 0; channel < in.channels; channel++) put(&in, target, first + channel * step, in.border[channel]);
        return;
    }

    Taps across = p->turned
        ? taps(row, p->height, p->across_start, p->across_length, p->across_reversed)
        : taps(column, p->width, p->across_start, p->across_length, p->across_reversed);
    Taps lines = p->turned
        ? taps(column, p->width, p->lines_start, p->lines_length, p->lines_reversed)
        : taps(row, p->height, p->lines_start, p->lines_length, p->lines_reversed);
    Color color = color_at(p, &in, across.first, lines.first);
    if (across.weight)
    {
        Color next = color_at(p, &in, across.second, lines.first);
        for (i = 0; i < 3; i++) color.c[i] = blend(color.c[i], next.c[i], across.weight);
    }

    if (lines.weight)
    {
        Color lower = color_at(p, &in, across.first, lines.second);
        if (across.weight)
        {
            Color next = color_at(p, &in, across.second, lines.second);
            for (i = 0; i < 3; i++) lower.c[i] = blend(lower.c[i], next.c[i], across.weight);
        }

        for (i = 0; i < 3; i++) color.c[i] = blend(color.c[i], lower.c[i], lines.weight);
    }

    // OpenCV resizes in 8-bit pixels: rounded up from 5/8 of a level.
    if (in.levels) for (i = 0; i < 3; i++) color.c[i] = (color.c[i] + LEVEL_ROUNDING) & ~(UNIT - 1);
    for (channel = 0; channel < in.channels; channel++)
    {
        // Chosen by hand: an index that is not known would put the colours into memory.
        int value = channel == 1 ? color.c[1] : (channel == 0) != (in.swapped != 0) ? color.c[0] : color.c[2];
        if (in.plain) ((u8 *)target)[first + channel * step] = (u8)((value + UNIT / 2) >> 6);
        else put(&in, target, first + channel * step, __builtin_fmaf((float)value, in.multiply[channel], in.add[channel]));
    }
}
