using Sluice.Core.Archive;
using Sluice.Core.Archive.Catalog;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Keyframes.Report.Page;

/// <summary>Small pictures for a page, within it.</summary>
internal sealed class PageThumbnails : IDisposable
{
    private const int Width = 360, Quality = 78;
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly Scaler _scaler = new();

    /// <summary>A keyframe's as a data URL; null where there is no picture, or none was made.</summary>
    public string? Find(string key) => _made.GetValueOrDefault(key);

    /// <summary>Makes one.</summary>
    public async Task MakeAsync(ArchiveCatalog catalog, string key, CancellationToken stop)
    {
        if (_made.ContainsKey(key) || await catalog.Place.ReadAsync(key + ArchiveNames.Picture, stop) is not { } jpeg) return;
        try
        {
            using var picture = new AvFrame();
            ImageCodec.Decode(jpeg, picture, key);
            using var small = new AvFrame();
            var width = Math.Min(Width, picture.Width) & ~1;
            _scaler.Convert(picture, small, Math.Max(2, width), Math.Max(2, (int)((long)picture.Height * width / picture.Width) & ~1), AvPixelFormat.Yuvj420p);
            _made[key] = "data:image/jpeg;base64," + Convert.ToBase64String(ImageCodec.EncodeJpeg(small, Quality));
        }
        catch (AvException)
        {
            // The page does without it.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scaler.Dispose();
}
