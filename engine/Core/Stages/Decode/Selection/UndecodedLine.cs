namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>
/// Frames in presentation order, those that somebody chose and those that go on without picture: the latter leave when every chosen one
/// before them has come out of the decoder, so that frames leave the source in order. For one caller at a time.
/// </summary>
internal sealed class UndecodedLine
{
    private readonly Queue<(UndecodedFrame Frame, bool IsChosen)> _line = new();

    /// <summary>Adds the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="isChosen">Whether it comes out of the decoder.</param>
    public void Add(in UndecodedFrame frame, bool isChosen) => _line.Enqueue((frame, isChosen));

    /// <summary>Takes the next frame that may leave.</summary>
    /// <param name="before">Chosen frames before this index have come out or never will; 0 where nothing is known.</param>
    /// <param name="frame">It.</param>
    public bool TryTake(long before, out UndecodedFrame frame)
    {
        while (_line.TryPeek(out var next))
        {
            if (next.IsChosen && next.Frame.Index >= before) break;
            _line.Dequeue();
            frame = next.Frame;
            if (!next.IsChosen) return true;
        }

        frame = default;
        return false;
    }

    /// <summary>A chosen frame has left: those behind it may follow.</summary>
    /// <param name="index">Its index.</param>
    public void Leave(long index)
    {
        if (_line.TryPeek(out var next) && next.Frame.Index == index) _line.Dequeue();
    }
}
