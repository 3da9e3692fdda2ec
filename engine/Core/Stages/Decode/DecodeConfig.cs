using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Decode;

/// <summary>Where a source is decoded.</summary>
public sealed record DecodeConfig
{
    /// <summary>The device.</summary>
    [Description("auto (the first NVIDIA GPU that takes the stream, else the CPU), cpu, or cuda:0 and so on, without which the engine does not start. " +
        "Streams that the GPU can't decode are decoded on the CPU, and the log says why."), RegularExpression(@"auto|cpu|cuda(:\d{1,3})?")]
    public string Device { get; init; } = "cpu";

    /// <summary>Most memory of the device that frames of this source may hold once they left its decoder.</summary>
    [Description("Most of the device's memory that frames of this source may hold once they left its decoder; what is over it is copied to the host at once.")]
    public ByteSize Surfaces { get; init; } = new(64L << 20);

    /// <summary>Whether a device may decode.</summary>
    [Browsable(false)]
    public bool MayUseDevice => Device != "cpu";

    /// <summary>Whether the CPU will do where there is no device.</summary>
    [Browsable(false)]
    public bool IsAuto => Device == "auto";

    /// <summary>The device's number.</summary>
    [Browsable(false)]
    public int Index => Device.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0
        ? int.Parse(Device.AsSpan(colon + 1), CultureInfo.InvariantCulture)
        : 0;
}
