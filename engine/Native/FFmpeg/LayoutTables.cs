namespace Sluice.Native.FFmpeg;

// Columns: FFmpeg 4.4, 5.1, 6.1, 7.1. A field is only here when every generation has it.

internal sealed class FormatContextLayout(FFmpegGeneration generation)
{
    internal readonly int iformat = Layout.Pick(generation, 8, 8, 8, 8);
    internal readonly int oformat = Layout.Pick(generation, 16, 16, 16, 16);
    internal readonly int pb = Layout.Pick(generation, 32, 32, 32, 32);
    internal readonly int nb_streams = Layout.Pick(generation, 44, 44, 44, 44);
    internal readonly int streams = Layout.Pick(generation, 48, 48, 48, 48);
    internal readonly int start_time = Layout.Pick(generation, 1088, 64, 64, 96);
    internal readonly int interrupt_callback = Layout.Pick(generation, 1224, 200, 200, 216);
}

internal sealed class StreamLayout(FFmpegGeneration generation)
{
    internal readonly int codecpar = Layout.Pick(generation, 208, 208, 16, 16);
    internal readonly int time_base = Layout.Pick(generation, 24, 16, 32, 32);
    internal readonly int start_time = Layout.Pick(generation, 32, 24, 40, 40);
    internal readonly int duration = Layout.Pick(generation, 40, 32, 48, 48);
    internal readonly int nb_frames = Layout.Pick(generation, 48, 40, 56, 56);
    internal readonly int discard = Layout.Pick(generation, 60, 52, 68, 68);
    internal readonly int avg_frame_rate = Layout.Pick(generation, 80, 72, 88, 88);
    internal readonly int r_frame_rate = Layout.Pick(generation, 192, 200, 216, 216);
}

internal sealed class CodecParametersLayout(FFmpegGeneration generation)
{
    internal readonly int codec_id = Layout.Pick(generation, 4, 4, 4, 4);
    internal readonly int codec_tag = Layout.Pick(generation, 8, 8, 8, 8);
    internal readonly int extradata = Layout.Pick(generation, 16, 16, 16, 16);
    internal readonly int extradata_size = Layout.Pick(generation, 24, 24, 24, 24);
    internal readonly int format = Layout.Pick(generation, 28, 28, 28, 44);
    internal readonly int bit_rate = Layout.Pick(generation, 32, 32, 32, 48);
    internal readonly int profile = Layout.Pick(generation, 48, 48, 48, 64);
    internal readonly int width = Layout.Pick(generation, 56, 56, 56, 72);
    internal readonly int height = Layout.Pick(generation, 60, 60, 60, 76);
    internal readonly int color_range = Layout.Pick(generation, 76, 76, 76, 100);
    internal readonly int color_space = Layout.Pick(generation, 88, 88, 88, 112);
}

internal sealed class PacketLayout(FFmpegGeneration generation)
{
    internal readonly int pts = Layout.Pick(generation, 8, 8, 8, 8);
    internal readonly int dts = Layout.Pick(generation, 16, 16, 16, 16);
    internal readonly int data = Layout.Pick(generation, 24, 24, 24, 24);
    internal readonly int size = Layout.Pick(generation, 32, 32, 32, 32);
    internal readonly int stream_index = Layout.Pick(generation, 36, 36, 36, 36);
    internal readonly int flags = Layout.Pick(generation, 40, 40, 40, 40);
    internal readonly int duration = Layout.Pick(generation, 64, 64, 64, 64);
}

internal sealed class FrameLayout(FFmpegGeneration generation)
{
    internal readonly int data = Layout.Pick(generation, 0, 0, 0, 0);
    internal readonly int linesize = Layout.Pick(generation, 64, 64, 64, 64);
    internal readonly int width = Layout.Pick(generation, 104, 104, 104, 104);
    internal readonly int height = Layout.Pick(generation, 108, 108, 108, 108);
    internal readonly int format = Layout.Pick(generation, 116, 116, 116, 116);
    internal readonly int key_frame = Layout.Pick(generation, 120, 120, 120, 120);
    internal readonly int pict_type = Layout.Pick(generation, 124, 124, 124, 124);
    internal readonly int pts = Layout.Pick(generation, 136, 136, 136, 136);
    internal readonly int flags = Layout.Pick(generation, 380, 316, 316, 292);
    internal readonly int color_range = Layout.Pick(generation, 384, 320, 320, 296);
    internal readonly int colorspace = Layout.Pick(generation, 396, 332, 332, 308);
    internal readonly int best_effort_timestamp = Layout.Pick(generation, 408, 344, 344, 320);
    internal readonly int decode_error_flags = Layout.Pick(generation, 440, 376, 376, 344);
    internal readonly int hw_frames_ctx = Layout.Pick(generation, 480, 392, 392, 352);
}

internal sealed class CodecContextLayout(FFmpegGeneration generation)
{
    internal readonly int opaque = Layout.Pick(generation, 48, 48, 48, 48);
    internal readonly int bit_rate = Layout.Pick(generation, 56, 56, 56, 56);
    internal readonly int flags = Layout.Pick(generation, 76, 76, 76, 64);
    internal readonly int time_base = Layout.Pick(generation, 100, 100, 100, 84);
    internal readonly int pkt_timebase = Layout.Pick(generation, 884, 724, 716, 92);
    internal readonly int framerate = Layout.Pick(generation, 872, 712, 704, 100);
    internal readonly int width = Layout.Pick(generation, 116, 116, 116, 116);
    internal readonly int height = Layout.Pick(generation, 120, 120, 120, 120);
    internal readonly int gop_size = Layout.Pick(generation, 132, 132, 132, 332);
    internal readonly int pix_fmt = Layout.Pick(generation, 136, 136, 136, 140);
    internal readonly int max_b_frames = Layout.Pick(generation, 160, 160, 160, 200);
    internal readonly int color_range = Layout.Pick(generation, 384, 336, 336, 160);
    internal readonly int thread_count = Layout.Pick(generation, 784, 636, 636, 656);
    internal readonly int skip_frame = Layout.Pick(generation, 836, 692, 684, 708);
    internal readonly int get_format = Layout.Pick(generation, 152, 152, 152, 192);
    internal readonly int hw_frames_ctx = Layout.Pick(generation, 1008, 848, 840, 552);
    internal readonly int hw_device_ctx = Layout.Pick(generation, 1032, 872, 864, 560);
    internal readonly int extra_hw_frames = Layout.Pick(generation, 1048, 888, 880, 572);
}

internal sealed class CodecLayout(FFmpegGeneration generation)
{
    internal readonly int name = Layout.Pick(generation, 0, 0, 0, 0);
}

internal sealed class InputFormatLayout(FFmpegGeneration generation)
{
    internal readonly int name = Layout.Pick(generation, 0, 0, 0, 0);
}

internal sealed class OutputFormatLayout(FFmpegGeneration generation)
{
    internal readonly int name = Layout.Pick(generation, 0, 0, 0, 0);
    internal readonly int flags = Layout.Pick(generation, 44, 44, 44, 44);
}

internal sealed class DictionaryEntryLayout(FFmpegGeneration generation)
{
    internal readonly int key = Layout.Pick(generation, 0, 0, 0, 0);
}

internal sealed class InterruptCallbackLayout(FFmpegGeneration generation)
{
    internal readonly int callback = Layout.Pick(generation, 0, 0, 0, 0);
    internal readonly int opaque = Layout.Pick(generation, 8, 8, 8, 8);
}

internal sealed class PixelFormatLayout(FFmpegGeneration generation)
{
    internal readonly int nb_components = Layout.Pick(generation, 8, 8, 8, 8);
    internal readonly int log2_chroma_w = Layout.Pick(generation, 9, 9, 9, 9);
    internal readonly int log2_chroma_h = Layout.Pick(generation, 10, 10, 10, 10);
    internal readonly int flags = Layout.Pick(generation, 16, 16, 16, 16);
}

internal sealed class BufferRefLayout(FFmpegGeneration generation)
{
    internal readonly int data = Layout.Pick(generation, 8, 8, 8, 8);
}

internal sealed class HardwareFramesLayout(FFmpegGeneration generation)
{
    internal readonly int format = Layout.Pick(generation, 68, 68, 68, 60);
    internal readonly int sw_format = Layout.Pick(generation, 72, 72, 72, 64);
    internal readonly int width = Layout.Pick(generation, 76, 76, 76, 68);
    internal readonly int height = Layout.Pick(generation, 80, 80, 80, 72);
}
