using Sluice.Native.FFmpeg;

namespace Sluice.Core.Archive;

/// <summary>A picture that is to be kept, and what is known of it.</summary>
/// <param name="Jpeg">The file.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Thumbnail">64 x 64 luma, of what the file shows: nothing that was blurred is in it.</param>
internal sealed record ArchivePicture(byte[] Jpeg, int Width, int Height, byte[] Thumbnail)
{
    /// <summary>Side of the thumbnail.</summary>
    public const int Side = 64;

    /// <summary>Looks at a file.</summary>
    /// <exception cref="AvException">It cannot be decoded.</exception>
    public static ArchivePicture Of(byte[] jpeg, string name)
    {
        using var picture = new AvFrame();
        ImageCodec.Decode(jpeg, picture, name);
        using var scaler = new Scaler();
        using var small = new AvFrame();
        scaler.Convert(picture, small, Side, Side, AvPixelFormat.Gray8);
        var thumbnail = new byte[Side * Side];
        for (var row = 0; row < Side; row++) small.Plane(0).Slice(row * small.Stride(0), Side).CopyTo(thumbnail.AsSpan(row * Side));
        return new(jpeg, picture.Width, picture.Height, thumbnail);
    }
}
