using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Messages;

namespace Sluice.Core.Sinks.Nats.Formats;

/// <summary>How the frames of one source become messages. Not thread-safe: a source's frames come one after the other.</summary>
internal interface IMessageFormat
{
    /// <summary>Adds the messages of a frame.</summary>
    /// <param name="frame">The frame; borrowed.</param>
    /// <param name="isFirst">Whether it comes for the first time; on a second link it may bring events or a keyframe.</param>
    /// <param name="batch">Where to.</param>
    void Write(Frame frame, bool isFirst, MessageBatch batch);

    /// <summary>Adds what is left to say at the end of the source.</summary>
    void End(MessageBatch batch)
    {
    }
}
