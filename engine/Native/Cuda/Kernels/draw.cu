// Draws on a copy of an NV12 picture, turned for display, as before an encoder: rectangles, rectangles that let what is below shine through, and
// masks (letters, lines in any direction), one over the other in their order. One thread a chroma sample and the pixels it colours: each is read
// once, drawn on, and written once. The arithmetic is YuvCanvas's. A band of rows has a list of the commands that touch it, the height of a
// block: whoever draws a hundred boxes does not look at a hundred boxes for each pixel.
#include "device.h"

enum { BAND = 8 }; // rows of chroma, as DrawPicture.BandRows

// As DrawCommand in C#.
typedef struct { int x1, y1, x2, y2, kind, y, u, v, alpha, stride; u64 mask; } DrawCommand;

// As DrawPicture in C#.
typedef struct {
    u64 from_luma, from_chroma, luma, chroma, bands, order;
    int from_luma_stride, from_chroma_stride, luma_stride, chroma_stride, from_width, from_height, width, height, rotation, reserved;
} DrawPicture;

enum { FILL, BLEND, STAMP };

// Where in a plane of the source a place of the target comes from.
SLUICE_DEVICE void turn(int rotation, int width, int height, int x, int y, int *from_x, int *from_y)
{
    switch (rotation)
    {
        case 90: *from_x = y; *from_y = height - 1 - x; break;
        case 180: *from_x = width - 1 - x; *from_y = height - 1 - y; break;
        case 270: *from_x = width - 1 - y; *from_y = x; break;
        default: *from_x = x; *from_y = y; break;
    }
}

SLUICE_DEVICE int blended(int under, int over, int alpha) { return (under * (256 - alpha) + over * alpha + 128) >> 8; }

// x / 255 rounded, without a division.
SLUICE_DEVICE int stamped(int under, int over, int alpha)
{
    int sum = under * (255 - alpha) + over * alpha + 128;
    return (sum + (sum >> 8)) >> 8;
}

SLUICE_KERNEL sluice_draw(DrawPicture p, const DrawCommand *commands)
{
    int column = SLUICE_COLUMN, row = SLUICE_ROW, left = 2 * column, top = 2 * row, luma[4] = { 0, 0, 0, 0 }, i, k, from_x, from_y;
    if (left >= p.width || top >= p.height) return;
    int right = left + 2 < p.width ? left + 2 : p.width, bottom = top + 2 < p.height ? top + 2 : p.height;
    // The four pixels are gone through by constants, so that they stay in registers.
#pragma GCC unroll 4
    for (k = 0; k < 4; k++)
    {
        int x = left + (k & 1), y = top + (k >> 1);
        if (x >= right || y >= bottom) continue;
        turn(p.rotation, p.from_width, p.from_height, x, y, &from_x, &from_y);
        luma[k] = ((const u8 *)p.from_luma)[(long long)from_y * p.from_luma_stride + from_x];
    }

    turn(p.rotation, (p.from_width + 1) / 2, (p.from_height + 1) / 2, column, row, &from_x, &from_y);
    const u8 *pair = (const u8 *)p.from_chroma + (long long)from_y * p.from_chroma_stride + 2 * from_x;
    int u = pair[0], v = pair[1];
    const int *bands = (const int *)p.bands, *order = (const int *)p.order;
    for (i = bands[row / BAND]; i < bands[row / BAND + 1]; i++)
    {
        const DrawCommand *c = commands + order[i];
        int x1 = c->x1 > left ? c->x1 : left, y1 = c->y1 > top ? c->y1 : top, x2 = c->x2 < right ? c->x2 : right, y2 = c->y2 < bottom ? c->y2 : bottom, sum = 0;
        if (x1 >= x2 || y1 >= y2) continue;
#pragma GCC unroll 4
        for (k = 0; k < 4; k++)
        {
            int x = left + (k & 1), y = top + (k >> 1);
            if (x < x1 || x >= x2 || y < y1 || y >= y2) continue;
            if (c->kind == FILL) luma[k] = c->y;
            else if (c->kind == BLEND) luma[k] = blended(luma[k], c->y, c->alpha);
            else
            {
                int alpha = ((const u8 *)c->mask)[(long long)(y - c->y1) * c->stride + x - c->x1];
                sum += alpha;
                luma[k] = stamped(luma[k], c->y, alpha);
            }
        }

        if (c->kind == FILL) { u = c->u; v = c->v; }
        else if (c->kind == BLEND) { u = blended(u, c->u, c->alpha); v = blended(v, c->v, c->alpha); }
        else { u = stamped(u, c->u, sum >> 2); v = stamped(v, c->v, sum >> 2); }
    }

#pragma GCC unroll 4
    for (k = 0; k < 4; k++)
    {
        int x = left + (k & 1), y = top + (k >> 1);
        if (x < right && y < bottom) ((u8 *)p.luma)[(long long)y * p.luma_stride + x] = (u8)luma[k];
    }

    u8 *to = (u8 *)p.chroma + (long long)row * p.chroma_stride + left;
    to[0] = (u8)u;
    to[1] = (u8)v;
}
