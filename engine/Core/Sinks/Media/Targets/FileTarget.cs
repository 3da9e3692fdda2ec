using System.Globalization;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>
/// The video of one source: a file, and one more (<c>name.2.mp4</c>) whenever the size changes or writing is taken up again after a fault.
/// </summary>
/// <param name="path">The first file.</param>
/// <param name="setup">What the stage's targets share.</param>
internal sealed class FileTarget(string path, TargetSetup setup) : EncodedTarget(path, setup)
{
    private Muxer? _file;
    private int _files;

    /// <inheritdoc/>
    protected override void Begin(VideoEncoder encoder, AvRational? frameRate)
    {
        _files++;
        var name = _files == 1
            ? Name
            : Path.ChangeExtension(Name, _files.ToString(CultureInfo.InvariantCulture) + Path.GetExtension(Name));
        Directory.CreateDirectory(Path.GetDirectoryName(name)!);
        _file = new Muxer(name, VideoEncoding.ContainerOf(name));
        _file.Start(encoder, frameRate);
    }

    /// <inheritdoc/>
    protected override void Take(AvPacket packet) => _file!.Write(packet);

    /// <inheritdoc/>
    protected override void End()
    {
        _file!.Finish();
        Abandon();
    }

    /// <inheritdoc/>
    protected override void Abandon()
    {
        _file?.Dispose();
        _file = null;
    }
}
