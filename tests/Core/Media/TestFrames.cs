using Sluice.Abstractions;
using ColorRange = Sluice.Abstractions.ColorRange;

namespace Sluice.Tests.Media;

/// <summary>Frames with made-up pictures; counts what is not freed.</summary>
internal sealed class TestFrames
{
    public const byte Grey = 90;
    private int _outstanding;

    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>A frame of one flat grey, or of what <paramref name="fill"/> writes.</summary>
    public Frame Make(int width, int height, PixelFormat format = PixelFormat.Yuv420P, double? pts = 0, long index = 0, string source = "gate",
        int rotation = 0, Action<HostPicture>? fill = null, ColorRange range = ColorRange.Limited)
    {
        Interlocked.Increment(ref _outstanding);
        var picture = new HostPicture(width, height, format, range, freed: _ => Interlocked.Decrement(ref _outstanding));
        for (var plane = 0; plane < picture.PlaneCount; plane++) picture.WritablePlane(plane).Fill(plane == 0 ? Grey : (byte)128);
        fill?.Invoke(picture);
        return new(
            new()
            {
                Source = source,
                Id = Guid.CreateVersion7(),
                Index = index,
                Pts = pts is { } seconds ? (long)(seconds * 1000) : null,
                PtsSeconds = pts,
                CapturedAt = DateTimeOffset.UnixEpoch.AddSeconds(index),
                ArrivedTimestamp = 0,
                Rotation = rotation,
            },
            picture);
    }

    /// <summary>What is known of the first frame of a source.</summary>
    public static FrameInfo Info(string source) => new()
    {
        Source = source,
        Id = Guid.CreateVersion7(),
        Index = 0,
        PtsSeconds = 0,
        CapturedAt = DateTimeOffset.UnixEpoch,
        ArrivedTimestamp = 0,
    };

    /// <summary>Emits, keeps and returns one frame; dispose it.</summary>
    public static async Task<Frame> RunAsync(IFrameStage stage, Frame frame)
    {
        var output = new LastOutput();
        await stage.ProcessAsync(frame, output, default);
        return output.Take();
    }

    /// <summary>The samples of a plane without padding.</summary>
    public static byte[] Samples(Picture picture, int plane)
    {
        var isChroma = plane > 0;
        var width = isChroma && picture.Format is PixelFormat.Yuv420P or PixelFormat.Yuv422P ? (picture.Width + 1) / 2 : picture.Width;
        var height = isChroma && picture.Format is PixelFormat.Yuv420P or PixelFormat.Nv12 ? (picture.Height + 1) / 2 : picture.Height;
        if (isChroma && picture.Format == PixelFormat.Nv12) width = (picture.Width + 1) / 2 * 2;
        if (!isChroma) (width, height) = (picture.Width, picture.Height);
        var samples = new byte[width * height];
        for (var y = 0; y < height; y++)
            picture.Plane(plane).Slice(y * picture.StrideBytes(plane), width).CopyTo(samples.AsSpan(y * width));
        return samples;
    }
}
