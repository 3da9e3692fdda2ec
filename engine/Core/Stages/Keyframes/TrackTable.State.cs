using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process.</content>
internal sealed partial class TrackTable
{
    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Int(_unique.Count);
        foreach (var track in _unique) Save(to, track);
        to.Int(_tracks.Count);
        foreach (var (id, track) in _tracks)
        {
            to.Long(id);
            to.Long(track.Id);
        }
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from)
    {
        for (var left = from.Count(); left > 0; left--)
        {
            var track = LoadTrack(from);
            _unique.Add(track);
            _classes[track.Label] = _classes.GetValueOrDefault(track.Label) + 1;
        }

        // A tracker that was started anew counts from one: only where a recording is read again its numbers mean what they did.
        var known = new Dictionary<long, SeenTrack>();
        foreach (var track in _unique) known[track.Id] = track;
        for (var left = from.Count(); left > 0; left--)
        {
            var (id, of) = (from.Long(), from.Long());
            if (from.TrackShift == 0 && known.TryGetValue(of, out var track)) _tracks[id] = track;
        }
    }

    /// <summary>Writes one.</summary>
    public static void Save(StateWriter to, SeenTrack track)
    {
        to.Long(track.Id);
        to.Text(track.Label);
        to.Double(track.LastAt);
        to.Float(track.LastBox.X1);
        to.Float(track.LastBox.Y1);
        to.Float(track.LastBox.X2);
        to.Float(track.LastBox.Y2);
        to.Int((int)track.Motion);
        to.Float(track.Mark.X);
        to.Float(track.Mark.Y);
        to.Double(track.Mark.At);
        to.Bool(track.Surprising);
        to.Float(track.BestScore);
        to.Double(track.BestAt);
        to.Candidate(track.Candidate);
    }

    /// <summary>Reads one.</summary>
    public static SeenTrack LoadTrack(StateReader from) => new(from.Long() + from.TrackShift, from.Word())
    {
        LastAt = from.Double(),
        LastBox = new(from.Float(), from.Float(), from.Float(), from.Float()),
        Motion = (TrackMotion)from.Int(),
        Mark = (from.Float(), from.Float(), from.Double()),
        Surprising = from.Bool(),
        BestScore = from.Float(),
        BestAt = from.Double(),
        Candidate = from.Candidate()?.Hold(),
    };
}
