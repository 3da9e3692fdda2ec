// Pictures -> 64 x 64 means of luma and 32 x 32 of each chroma, what keyframe selection looks at. One thread a cell. Which samples are read,
// and how they are added, is as on the CPU (LumaGrid, PlaneReducer): the means are the same numbers.
#include "device.h"

enum { LUMA_SIDE = 64, CHROMA_SIDE = 32, LUMA_CELLS = LUMA_SIDE * LUMA_SIDE, CHROMA_CELLS = CHROMA_SIDE * CHROMA_SIDE };
enum { CELLS = LUMA_CELLS + 2 * CHROMA_CELLS };

// As FeaturesPicture in C#: NV12, or P010 where it is deep.
typedef struct {
    u64 luma, chroma;
    int luma_stride, chroma_stride, width, height, deep, reserved;
} FeaturesPicture;

// Of a cell two rows are read, of low ones in small planes four, and in them runs of 16 or 8 pixels that lie evenly in it.
SLUICE_DEVICE u8 luma_mean(const FeaturesPicture *p, int column, int row)
{
    const u8 *plane = (const u8 *)p->luma;
    int rows = p->height < 8 * LUMA_SIDE ? 4 : 2, part, i, x;
    double cell = p->width / (double)LUMA_SIDE;
    int run = cell >= 16 ? 16 : cell >= 8 ? 8 : 0;
    u32 sum = 0;
    if (run == 0)
    {
        int left = column * p->width / LUMA_SIDE, right = (column + 1) * p->width / LUMA_SIDE;
        for (part = 0; part < rows; part++)
        {
            const u8 *line = plane + (long long)((2 * (rows * row + part) + 1) * p->height / (2 * rows * LUMA_SIDE)) * p->luma_stride;
            for (x = left; x < right; x++) sum += line[x];
        }

        return (u8)((sum + (u32)(rows * (right - left) / 2)) / (u32)(rows * (right - left)));
    }

    int runs = (int)__builtin_rint(cell / run);
    double room = cell - run;
    u32 share = (1u << 20) / (u32)(rows * runs * run);
    for (i = 0; i < runs; i++)
    {
        double at = runs == 1 ? room / 2 : room * i / (runs - 1);
        int start = (int)(column * cell + at);
        if (start > p->width - run) start = p->width - run;
        for (part = 0; part < rows; part++)
        {
            const u8 *line = plane + (long long)((2 * (rows * row + part) + 1) * p->height / (2 * rows * LUMA_SIDE)) * p->luma_stride + start;
            for (x = 0; x < run; x++) sum += line[x];
        }
    }

    return (u8)((sum * share + (1u << 19)) >> 20);
}

SLUICE_DEVICE u8 chroma_mean(const FeaturesPicture *p, int offset, int column, int row)
{
    int width = p->width / 2, height = p->height / 2, y, x, rows = 0, sums = 0;
    int top = row * height / CHROMA_SIDE, bottom = (row + 1) * height / CHROMA_SIDE;
    int left = column * width / CHROMA_SIDE, right = (column + 1) * width / CHROMA_SIDE;
    if (bottom < top + 1) bottom = top + 1;
    int skip = (bottom - top) / 3;
    if (skip < 1) skip = 1;
    for (y = top; y < bottom; y += skip, rows++)
    {
        const u8 *line = (const u8 *)p->chroma + (long long)y * p->chroma_stride + offset;
        int sum = 0;
        for (x = left; x < right; x++) sum += line[2 * x];
        sums += sum / (right - left);
    }

    return (u8)(sums / rows);
}

// Of ten bits in the upper part of a word, eight: one row in the middle of the cell.
SLUICE_DEVICE u8 deep_mean(u64 address, int stride, int step, int width, int height, int side, int column, int row)
{
    int y = (2 * row + 1) * height / (2 * side), left = column * width / side, right = (column + 1) * width / side, sum = 0, x;
    const u8 *line = (const u8 *)address + (long long)y * stride;
    for (x = left; x < right; x++) sum += line[x * step + 1];
    return (u8)(sum / (right - left));
}

SLUICE_KERNEL sluice_features(const FeaturesPicture *pictures, u8 *cells)
{
    int cell = SLUICE_COLUMN;
    const FeaturesPicture *p = pictures + SLUICE_LAYER;
    u8 *into = cells + (long long)SLUICE_LAYER * CELLS;
    if (cell >= CELLS || SLUICE_ROW > 0) return;
    if (cell < LUMA_CELLS)
    {
        int column = cell % LUMA_SIDE, row = cell / LUMA_SIDE;
        into[cell] = p->deep ? deep_mean(p->luma, p->luma_stride, 2, p->width, p->height, LUMA_SIDE, column, row) : luma_mean(p, column, row);
        return;
    }

    int second = cell >= LUMA_CELLS + CHROMA_CELLS, at = cell - LUMA_CELLS - second * CHROMA_CELLS;
    int column = at % CHROMA_SIDE, row = at / CHROMA_SIDE;
    into[cell] = p->deep
        ? deep_mean(p->chroma + 2 * second, p->chroma_stride, 4, p->width / 2, p->height / 2, CHROMA_SIDE, column, row)
        : chroma_mean(p, second, column, row);
}
