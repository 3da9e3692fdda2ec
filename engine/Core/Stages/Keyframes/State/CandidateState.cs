using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes.State;

/// <summary>A candidate in bytes.</summary>
internal static class CandidateState
{
    /// <summary>Writes one.</summary>
    public static void Save(StateWriter to, Candidate candidate)
    {
        to.Text(candidate.Picture.Key);
        FrameState.Save(to, candidate.Frame);
        to.Double(candidate.At);
        to.Float(candidate.Quality);
        to.Float(candidate.Surprise);
        to.Text(candidate.RareCell);
        to.Many<long>(candidate.Tracks);
        to.Bool(candidate.IsChosen);
        to.Bool(candidate.IsDuplicate);
        to.Many<short>(candidate.Features);
        to.Many<byte>(candidate.Luma);
    }

    /// <summary>Reads one.</summary>
    /// <returns>Null where its picture is gone. Nobody holds it yet.</returns>
    public static Candidate? Load(StateReader from)
    {
        var picture = new CandidatePicture(from.Word());
        var frame = FrameState.Load(from);
        var (at, quality, surprise, cell) = (from.Double(), from.Float(), from.Float(), from.Text());
        var tracks = from.Many<long>();
        for (var i = 0; i < tracks.Length; i++) tracks[i] += from.TrackShift;
        var (isChosen, isDuplicate) = (from.Bool(), from.Bool());
        var (features, luma) = (from.Many<short>(), from.Many<byte>());
        if (features.Length != from.Space.Length) throw StateReader.Damaged("a candidate");
        if (!from.There.Contains(picture))
        {
            frame.Dispose();
            return null;
        }

        if (!isChosen) from.Ledger!.Return();
        return new(frame, picture, from.Store!, from.Ledger!)
        {
            At = at,
            Features = features,
            Space = from.Space,
            Luma = luma,
            Quality = quality,
            Surprise = surprise,
            RareCell = cell,
            Tracks = tracks,
            IsChosen = isChosen,
            IsDuplicate = isDuplicate,
        };
    }
}
