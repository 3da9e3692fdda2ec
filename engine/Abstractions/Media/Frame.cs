using System.Collections.Immutable;

namespace Sluice.Abstractions;

/// <summary>
/// One right to a decoded frame: its picture, what is known of it, and what stages found in it. Disposing returns the right, twice is
/// harmless, use afterwards throws. Whoever is handed a frame to process borrows it: to keep it or pass it on, share it.
/// </summary>
public sealed class Frame : IDisposable
{
    private static readonly IReadOnlyDictionary<string, object> NoAttributes = ImmutableDictionary<string, object>.Empty;
    private readonly Picture? _picture;
    private int _disposed;

    /// <summary>Makes a frame of a picture; takes over the caller's right to it.</summary>
    /// <param name="info">What is known of it.</param>
    /// <param name="picture">The pixels; owned by the frame from here on. Null for a frame that kept none.</param>
    public Frame(FrameInfo info, Picture? picture)
    {
        ArgumentNullException.ThrowIfNull(info);
        Info = info;
        _picture = picture;
        info.Retain();
    }

    private Frame(Frame from, Picture? picture)
        : this(from.Info, picture)
    {
        Detections = from.Detections;
        EndedTracks = from.EndedTracks;
        Events = from.Events;
        Places = from.Places;
        IsSkipped = from.IsSkipped;
        Keyframe = from.Keyframe;
        Vector = from.Vector;
        Attributes = from.Attributes;
    }

    /// <summary>What is known of the frame on every branch.</summary>
    public FrameInfo Info { get; }

    /// <summary>Whether the frame still has pixels.</summary>
    public bool HasPicture => _picture != null;

    /// <summary>The pixels, borrowed: valid until this frame is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The right was returned.</exception>
    /// <exception cref="InvalidOperationException">The frame kept no pixels.</exception>
    public Picture Picture
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            return _picture ?? throw new InvalidOperationException("This frame keeps no pixels.");
        }
    }

    /// <summary>Degrees left to turn <see cref="Picture"/> clockwise for display: 0, 90, 180 or 270.</summary>
    public int Rotation => _picture is { IsUpright: true } ? 0 : Info.Rotation;

    /// <summary>Columns as displayed, after the rotation in the metadata; known of a frame that was not decoded because nobody needs its
    /// picture too, and 0 for one that kept none.</summary>
    public int DisplayWidth => Rotation is 90 or 270 ? CodedSize.Height : CodedSize.Width;

    /// <summary>Rows as displayed, after the rotation in the metadata; as <see cref="DisplayWidth"/>.</summary>
    public int DisplayHeight => Rotation is 90 or 270 ? CodedSize.Width : CodedSize.Height;

    /// <summary>Objects found; empty when none, or when no model has looked.</summary>
    public ImmutableArray<Detection> Detections { get; private init; } = [];

    /// <summary>Tracks that ended with this frame.</summary>
    public ImmutableArray<Track> EndedTracks { get; private init; } = [];

    /// <summary>What happened at this frame, as stages saw it; empty for most.</summary>
    public ImmutableArray<FrameEvent> Events { get; private init; } = [];

    /// <summary>Zones and lines that stages watch in this picture, with what they counted up to this frame; empty for most.</summary>
    public ImmutableArray<PlaceState> Places { get; private init; } = [];

    /// <summary>
    /// Whether a detector left this frame out on purpose: that <see cref="Detections"/> is empty then says nothing, and a tracker fills it
    /// with predictions.
    /// </summary>
    public bool IsSkipped { get; private init; }

    /// <summary>Why it was chosen for keeping; null when it was not.</summary>
    public Keyframe? Keyframe { get; private init; }

    /// <summary>What a model made of the whole frame; null where none looked.</summary>
    public FrameVector? Vector { get; private init; }

    /// <summary>What stages noted besides: values are text, numbers or booleans.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; private init; } = NoAttributes;

    /// <summary>A second right to the same frame and pixels; the caller disposes it.</summary>
    /// <exception cref="ObjectDisposedException">This right was returned already.</exception>
    public Frame Share() => new(this, Borrow());

    /// <summary>A second right, with other detections.</summary>
    /// <param name="detections">All objects in the frame; replaces those it had.</param>
    public Frame With(ImmutableArray<Detection> detections) => new(this, Borrow()) { Detections = detections };

    /// <summary>A second right, with other detections and the tracks that ended.</summary>
    /// <param name="detections">All objects in the frame; replaces those it had.</param>
    /// <param name="ended">Tracks that ended with this frame.</param>
    public Frame With(ImmutableArray<Detection> detections, ImmutableArray<Track> ended)
        => new(this, Borrow()) { Detections = detections, EndedTracks = ended };

    /// <summary>A second right, marked as left out by a detector, without detections.</summary>
    public Frame Skip() => new(this, Borrow()) { Detections = [], IsSkipped = true };

    /// <summary>A second right with more events.</summary>
    /// <param name="events">Added to those it has.</param>
    public Frame With(ImmutableArray<FrameEvent> events) => new(this, Borrow()) { Events = Events.IsEmpty ? events : Events.AddRange(events) };

    /// <summary>A second right with more events and watched places.</summary>
    /// <param name="events">Added to those it has.</param>
    /// <param name="places">Added to those it has; their order is the order they are drawn in.</param>
    public Frame WithPlaces(ImmutableArray<FrameEvent> events, ImmutableArray<PlaceState> places) => new(this, Borrow())
    {
        Events = Events.IsEmpty ? events : Events.AddRange(events),
        Places = Places.IsEmpty ? places : Places.AddRange(places),
    };

    /// <summary>A second right, marked as chosen for keeping.</summary>
    /// <param name="keyframe">Why.</param>
    public Frame With(Keyframe keyframe) => new(this, Borrow()) { Keyframe = keyframe };

    /// <summary>A second right with a vector of the whole frame.</summary>
    /// <param name="vector">In place of the one it has.</param>
    public Frame With(FrameVector vector) => new(this, Borrow()) { Vector = vector };

    /// <summary>A second right with one more attribute.</summary>
    /// <param name="name">Its name, <c>snake_case</c>.</param>
    /// <param name="value">Text, a number or a boolean.</param>
    public Frame With(string name, object value) => new(this, Borrow())
    {
        Attributes = Attributes.ToImmutableDictionary().SetItem(name, value),
    };

    /// <summary>A second right to the frame with other pixels.</summary>
    /// <param name="picture">The pixels, owned by the new frame; null keeps none.</param>
    public Frame WithPicture(Picture? picture)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return new(this, picture);
    }

    /// <summary>A second right to what is known of the frame, without what is large: its pixels and its vector.</summary>
    internal Frame WithFactsAlone() => new(this, null) { Vector = null };

    /// <summary>Returns the right. The last right to the pixels frees them; the last to the frame counts its outcome.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _picture?.Release();
        Info.Release();
    }

    /// <summary>
    /// For a frame whose borrower never came back: returns the right to the frame, so that its end is counted, and hands the right to
    /// the pixels to the caller, because the borrower may still be reading them.
    /// </summary>
    /// <returns>The picture with the right that was this frame's; null when there is none or it was returned already.</returns>
    internal Picture? Abandon()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return null;
        Info.Release();
        return _picture;
    }

    private (int Width, int Height) CodedSize
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            return _picture is { } picture ? (picture.Width, picture.Height) : Info.UndecodedSize;
        }
    }

    private Picture? Borrow()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _picture?.Retain();
        return _picture;
    }
}
