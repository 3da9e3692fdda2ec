// Rectangles on an NV12 picture, as before an encoder: filled one over the other in their order. One thread a chroma sample and the pixels
// it colours, so that none is written twice.
#include "device.h"

// As FillRectangle in C#.
typedef struct { int x1, y1, x2, y2, y, u, v, reserved; } FillRectangle;

// As FillPicture in C#.
typedef struct {
    u64 luma, chroma;
    int luma_stride, chroma_stride, width, height, count, reserved;
} FillPicture;

SLUICE_KERNEL sluice_fill(FillPicture p, const FillRectangle *rectangles)
{
    int column = SLUICE_COLUMN, row = SLUICE_ROW, i, dx, dy;
    int left = 2 * column, top = 2 * row;
    if (left >= p.width || top >= p.height) return;
    for (i = 0; i < p.count; i++)
    {
        const FillRectangle *r = rectangles + i;
        int x1 = r->x1 > left ? r->x1 : left, y1 = r->y1 > top ? r->y1 : top;
        int x2 = r->x2 < left + 2 ? r->x2 : left + 2, y2 = r->y2 < top + 2 ? r->y2 : top + 2;
        if (x2 > p.width) x2 = p.width;
        if (y2 > p.height) y2 = p.height;
        if (x1 >= x2 || y1 >= y2) continue;
        for (dy = y1; dy < y2; dy++)
            for (dx = x1; dx < x2; dx++) ((u8 *)p.luma)[(long long)dy * p.luma_stride + dx] = (u8)r->y;
        u8 *chroma = (u8 *)p.chroma + (long long)row * p.chroma_stride + left;
        chroma[0] = (u8)r->u;
        chroma[1] = (u8)r->v;
    }
}
