using Sluice.Abstractions;

namespace Sluice.Tests.Graph;

/// <summary>What a fake source does.</summary>
internal sealed class FakeSourceScript
{
    /// <summary>Pictures not yet freed.</summary>
    public int Pictures;

    /// <summary>How often it was started.</summary>
    public int Runs;

    public int Frames { get; init; } = 10;

    public bool Live { get; init; }

    public int Width { get; init; } = 8;

    public int Height { get; init; } = 8;

    public double? SecondsBetween { get; init; }

    /// <summary>Before which frame it throws.</summary>
    public int Fault { get; init; } = -1;

    /// <summary>Runs before each frame.</summary>
    public Func<int, CancellationToken, ValueTask>? Before { get; init; }

    public Action<int, HostPicture>? Paint { get; init; }

    /// <summary>It ends no sooner than this.</summary>
    public Task? Hold { get; init; }

    public bool Disposed { get; set; }
}
