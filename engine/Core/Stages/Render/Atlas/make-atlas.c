// Makes labels.atlas.gz, the glyphs that the render stage draws:
//   cc make-atlas.c $(pkg-config --cflags --libs freetype2) -o /tmp/make-atlas
//   /tmp/make-atlas /usr/share/fonts/truetype/dejavu/DejaVuSansCondensed-Bold.ttf | gzip -9n > labels.atlas.gz
// Every size is rasterized on its own: scaled bitmaps are neither sharp nor evenly spaced.
//
// Form, little-endian: "SLGA", u8 number of faces; for each face u8 size, u8 ascent, u8 descent, then for each of the 256 characters
// of Latin-1: u8 advance, i8 left, i8 top (rows above the baseline), u8 width, u8 height, and width x height bytes of alpha.
#include <ft2build.h>
#include FT_FREETYPE_H
#include <stdio.h>
#include <stdlib.h>

static const unsigned char SIZES[] = { 10, 12, 14, 16, 18, 20, 24, 28, 36, 48 };

static void put(int byte) { putchar(byte & 0xff); }

static void check(FT_Error error, const char *what)
{
    if (!error) return;
    fprintf(stderr, "%s failed: FreeType error %d\n", what, error);
    exit(1);
}

static int is_printable(int c) { return (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c <= 0xff && c != 0xad); }

int main(int argc, char **argv)
{
    FT_Library library;
    FT_Face face;
    if (argc != 2)
    {
        fprintf(stderr, "usage: make-atlas FONT.ttf > FILE\n");
        return 2;
    }

    check(FT_Init_FreeType(&library), "FT_Init_FreeType");
    check(FT_New_Face(library, argv[1], 0, &face), argv[1]);
    fputs("SLGA", stdout);
    put(sizeof SIZES);
    for (size_t s = 0; s < sizeof SIZES; s++)
    {
        check(FT_Set_Pixel_Sizes(face, 0, SIZES[s]), "FT_Set_Pixel_Sizes");
        check(FT_Load_Char(face, 'd', FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT), "FT_Load_Char");
        int ascent = face->glyph->bitmap_top;
        check(FT_Load_Char(face, 'g', FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT), "FT_Load_Char");
        int descent = (int)face->glyph->bitmap.rows - face->glyph->bitmap_top;
        put(SIZES[s]);
        put(ascent);
        put(descent);
        for (int c = 0; c < 256; c++)
        {
            check(FT_Load_Char(face, is_printable(c) ? c : '?', FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT), "FT_Load_Char");
            FT_GlyphSlot glyph = face->glyph;
            put((int)((glyph->advance.x + 32) >> 6));
            put(glyph->bitmap_left);
            put(glyph->bitmap_top);
            put((int)glyph->bitmap.width);
            put((int)glyph->bitmap.rows);
            for (unsigned y = 0; y < glyph->bitmap.rows; y++)
                fwrite(glyph->bitmap.buffer + y * glyph->bitmap.pitch, 1, glyph->bitmap.width, stdout);
        }
    }

    return 0;
}
