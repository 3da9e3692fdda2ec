using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>What was chosen of a period before its end: what it shows has been paid for. For the source's thread.</summary>
/// <param name="kept">Told of each, so that what is chosen later is told from it.</param>
internal sealed class EarlyChoices(KeptFrames? kept)
{
    private readonly List<KeptFrame> _frames = [];
    private readonly HashSet<long> _tracks = [];

    /// <summary>How many.</summary>
    public int Count => _frames.Count;

    /// <summary>The frames.</summary>
    public IReadOnlyList<KeptFrame> Frames => _frames;

    /// <summary>The tracks they show.</summary>
    public IReadOnlySet<long> Tracks => _tracks;

    /// <summary>Adds one.</summary>
    public void Add(Candidate candidate)
    {
        Add(KeptFrame.Of(candidate));
        _tracks.UnionWith(candidate.Tracks);
    }

    /// <summary>The period is over.</summary>
    /// <returns>The tracks they show.</returns>
    public HashSet<long> Take()
    {
        var tracks = new HashSet<long>(_tracks);
        _frames.Clear();
        _tracks.Clear();
        return tracks;
    }

    /// <summary>Writes them.</summary>
    public void Save(StateWriter to)
    {
        to.Many<long>([.. _tracks]);
        to.Int(_frames.Count);
        foreach (var frame in _frames)
        {
            to.Text(frame.Source);
            to.Long(frame.Frame);
            to.Double(frame.At);
            to.Id(frame.Id);
            to.Many<short>(frame.Features);
            to.Many<byte>(frame.Luma);
        }
    }

    /// <summary>Reads them.</summary>
    public void Load(StateReader from)
    {
        foreach (var track in from.Many<long>()) _tracks.Add(track + from.TrackShift);
        for (var left = from.Count(); left > 0; left--)
        {
            var (source, index, at, id) = (from.Word(), from.Long(), from.Double(), from.Id());
            var (features, luma) = (from.Many<short>(), from.Many<byte>());
            if (features.Length != from.Space.Length) throw StateReader.Damaged("a frame that was kept early");
            Add(new KeptFrame(source, index, at, features, luma) { Id = id, Signs = AppearanceSigns.Of(features) });
        }
    }

    private void Add(KeptFrame frame)
    {
        _frames.Add(frame);
        kept?.Add(frame);
    }
}
