using System.Collections.Immutable;
using System.Globalization;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.State;

/// <summary>A frame without its pixels in bytes: what a sidecar and a row tell of it. Places and ended tracks are of the moment, and left out.</summary>
internal static class FrameState
{
    /// <summary>Writes one.</summary>
    public static void Save(StateWriter to, Frame frame)
    {
        var info = frame.Info;
        to.Text(info.Source);
        to.Id(info.Id);
        to.Long(info.Index);
        to.Long(info.Pts);
        to.Double(info.PtsSeconds);
        to.Int((int)info.TimeRepair);
        to.Time(info.CapturedAt);
        to.Bool(info.CaptureTimeIsArrival);
        to.Int((int)info.CaptureClock);
        to.Long(info.ArrivedTimestamp);
        to.Int(info.Rotation);
        to.Bool(info.IsIntra);
        to.Text(info.Session);
        to.Int(info.UndecodedSize.Width);
        to.Int(info.UndecodedSize.Height);
        to.Bool(frame.IsSkipped);
        to.Int(frame.Detections.Length);
        foreach (ref readonly var detection in frame.Detections.AsSpan()) Save(to, detection);
        to.Int(frame.Events.Length);
        foreach (var happened in frame.Events) Save(to, happened);
        to.Int(frame.Attributes.Count);
        foreach (var (name, value) in frame.Attributes)
        {
            to.Text(name);
            Save(to, value);
        }
    }

    /// <summary>Reads one; the caller's.</summary>
    public static Frame Load(StateReader from)
    {
        var info = new FrameInfo
        {
            Source = from.Word(),
            Id = from.Id(),
            Index = from.Long(),
            Pts = from.MaybeLong(),
            PtsSeconds = from.MaybeDouble(),
            TimeRepair = (TimeRepair)from.Int(),
            CapturedAt = from.Time(),
            CaptureTimeIsArrival = from.Bool(),
            CaptureClock = (CaptureClock)from.Int(),
            ArrivedTimestamp = from.Long(),
            Rotation = from.Int(),
            IsIntra = from.Bool(),
            Session = from.Text(),
            UndecodedSize = (from.Int(), from.Int()),
        };
        var isSkipped = from.Bool();
        var detections = ImmutableArray.CreateBuilder<Detection>();
        for (var left = from.Count(); left > 0; left--) detections.Add(LoadDetection(from));
        var events = ImmutableArray.CreateBuilder<FrameEvent>();
        for (var left = from.Count(); left > 0; left--) events.Add(LoadEvent(from));
        var frame = new Frame(info, null);
        if (isSkipped) Become(frame.Skip());
        if (detections.Count > 0) Become(frame.With(detections.ToImmutable()));
        if (events.Count > 0) Become(frame.With(events.ToImmutable()));
        for (var left = from.Count(); left > 0; left--) Become(frame.With(from.Word(), LoadValue(from)));
        return frame;

        void Become(Frame next)
        {
            frame.Dispose();
            frame = next;
        }
    }

    private static void Save(StateWriter to, in Detection detection)
    {
        to.Int(detection.ClassId);
        to.Text(detection.Label);
        to.Float(detection.Score);
        Save(to, detection.Box);
        to.Long(detection.TrackId);
        to.Bool(detection.Predicted);
        to.Text(detection.Model);
        to.Bool(detection.Details != null);
        if (detection.Details is not { } details) return;
        to.Int(details.Attributes.Length);
        foreach (var attribute in details.Attributes)
        {
            to.Text(attribute.Name);
            to.Text(attribute.Value);
            to.Float(attribute.Score);
            to.Text(attribute.Model);
        }

        to.Many(details.Embedding.Span);
        to.Many(details.Keypoints.AsSpan());
        to.Bool(details.Mask != null);
        if (details.Mask is not { } mask) return;
        to.Int(mask.Width);
        to.Int(mask.Height);
        to.Many(mask.Cells.AsSpan());
    }

    private static Detection LoadDetection(StateReader from)
    {
        var detection = new Detection(from.Int(), from.Word(), from.Float(), LoadBox(from)) { TrackId = from.MaybeLong(), Predicted = from.Bool(), Model = from.Text() };
        if (!from.Bool()) return detection;
        var attributes = ImmutableArray.CreateBuilder<ObjectAttribute>();
        for (var left = from.Count(); left > 0; left--) attributes.Add(new(from.Word(), from.Word(), from.Float(), from.Word()));
        return detection with
        {
            Details = new()
            {
                Attributes = attributes.ToImmutable(),
                Embedding = from.Many<float>(),
                Keypoints = [.. from.Many<Keypoint>()],
                Mask = from.Bool() ? new(from.Int(), from.Int(), [.. from.Many<byte>()]) : null,
            },
        };
    }

    private static void Save(StateWriter to, FrameEvent happened)
    {
        to.Text(happened.Kind);
        to.Text(happened.Place);
        to.Long(happened.TrackId);
        to.Text(happened.Label);
        to.Text(happened.Direction);
        to.Text(happened.Reason);
        to.Int(happened.Values.Count);
        foreach (var (name, value) in happened.Values)
        {
            to.Text(name);
            to.Double(value);
        }
    }

    private static FrameEvent LoadEvent(StateReader from)
    {
        var happened = new FrameEvent { Kind = from.Word(), Place = from.Word(), TrackId = from.MaybeLong(), Label = from.Text(), Direction = from.Text(), Reason = from.Text() };
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var left = from.Count(); left > 0; left--) values[from.Word()] = from.Double();
        return happened with { Values = values };
    }

    private static void Save(StateWriter to, in BoundingBox box)
    {
        to.Float(box.X1);
        to.Float(box.Y1);
        to.Float(box.X2);
        to.Float(box.Y2);
    }

    private static BoundingBox LoadBox(StateReader from) => new(from.Float(), from.Float(), from.Float(), from.Float());

    // What sinks write of attributes: truth, numbers, and all else as text.
    private static void Save(StateWriter to, object value)
    {
        switch (value)
        {
            case bool truth:
                to.Int(0);
                to.Bool(truth);
                break;
            case int or long or short or byte:
                to.Int(1);
                to.Long(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float or double or decimal:
                to.Int(2);
                to.Double(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            default:
                to.Int(3);
                to.Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }

    private static object LoadValue(StateReader from) => from.Int() switch
    {
        0 => from.Bool(),
        1 => from.Long(),
        2 => from.Double(),
        3 => from.Word(),
        _ => throw StateReader.Damaged("an attribute"),
    };
}
