using System.Numerics;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>Where an object stands in its frame, and how large it is.</summary>
internal readonly struct Footing
{
    private const float Border = 0.004f;
    private readonly Vector2 _frame;

    /// <summary>Of a box in a frame.</summary>
    public Footing(Frame frame, in BoundingBox box)
    {
        _frame = new(Math.Max(1, frame.DisplayWidth), Math.Max(1, frame.DisplayHeight));
        Foot = new((box.X1 + box.X2) / 2, box.Y2);
        Size = MathF.Sqrt(Math.Max(1, box.Area));
        Near = PlaceCounts.NearOf(Math.Min(box.Width, Size) / _frame.X);
        IsCut = box.X1 <= Border * _frame.X || box.Y1 <= Border * _frame.Y || box.X2 >= (1 - Border) * _frame.X || box.Y2 >= (1 - Border) * _frame.Y;
    }

    /// <summary>The middle of the box's lower edge, in pixels.</summary>
    public Vector2 Foot { get; }

    /// <summary>The root of its area, in pixels.</summary>
    public float Size { get; }

    /// <summary>How many places around its own are the same to it.</summary>
    public int Near { get; }

    /// <summary>Whether the picture's border cuts the box: it changes its shape then, and with it where the object seems to stand.</summary>
    public bool IsCut { get; }

    /// <summary>The place it stands at.</summary>
    public (int Column, int Row) Place => PlaceCounts.At(Share(Foot));

    /// <summary>A point in pixels as shares of the picture.</summary>
    public Vector2 Share(Vector2 point) => point / _frame;
}
