using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>
/// Files of a fixed length, one after another, cut at intra frames without encoding anew. The one being written has another name and is in
/// fragments: after a crash it plays as far as it goes, and the next start gives it its name.
/// </summary>
/// <param name="source">The source's id.</param>
/// <param name="shelf">Names the files and keeps the finished ones.</param>
/// <param name="setup">What the stage's targets share.</param>
internal sealed class SegmentTarget(string source, SegmentShelf shelf, TargetSetup setup)
    : EncodedTarget(FileNames.Fill(setup.Options.To, source), setup)
{
    private readonly long _length = (long)(setup.Options.Segment!.Value.TotalSeconds * TicksPerSecond);
    private VideoEncoder? _encoder;
    private AvRational? _frameRate;
    private Muxer? _file;
    private string _path = "";
    private long _nextIntra;
    private long _cutAt;

    /// <inheritdoc/>
    protected override void Begin(VideoEncoder encoder, AvRational? frameRate)
        => (_encoder, _frameRate, _nextIntra) = (encoder, frameRate, _length);

    /// <inheritdoc/>
    protected override bool WantsIntra(long pts)
    {
        if (pts < _nextIntra) return false;
        _nextIntra = pts + _length;
        return true;
    }

    /// <inheritdoc/>
    protected override void Take(AvPacket packet)
    {
        var pts = packet.Pts ?? 0;
        if (_file != null && packet.IsKey && pts >= _cutAt) End();
        if (_file == null) Open(pts);
        _file!.Write(packet);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_file == null) return;
        _file.Finish();
        Abandon();
        File.Move(_path + SegmentNames.Unfinished, _path, overwrite: true);
        shelf.Add(_path);
    }

    /// <inheritdoc/>
    protected override void Abandon()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Open(long pts)
    {
        _path = shelf.Names.At(source, CapturedAt(pts));
        _cutAt = pts + _length;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _file = new Muxer(_path + SegmentNames.Unfinished, VideoEncoding.ContainerOf(_path)) { Origin = pts };
        _file.Start(_encoder!, _frameRate);
    }
}
