using MLPipeline.Datasets;
using MLPipeline.Featurization;

namespace MLPipeline.Models;

/// <summary>A measured frame of a clip.</summary>
/// <param name="Index">Its number in the source.</param>
/// <param name="Seconds">Its time; null where nothing says it.</param>
/// <param name="Motion">What moves; valid until the next frame is asked for.</param>
/// <param name="Picture">The frame; for the first frame of a clip, which waits for the second, the second's.</param>
internal readonly record struct MeasuredFrame(int Index, double? Seconds, MotionFrame Motion, ClipFrame Picture);

/// <summary>Measures a clip frame by frame.</summary>
internal sealed class ClipReader(Camera camera, IFrameSource source, double? trainedRate = null)
{
    /// <summary>A frame whose grey levels differ by no more shows nothing: a covered lens, a lost signal.</summary>
    private const int EvenRange = 6;

    private readonly CameraPlace _place = new(camera);

    /// <summary>How many frames showed nothing; they take the values of the frame before.</summary>
    public int Blank { get; private set; }

    /// <summary>How often the background was learnt anew.</summary>
    public int Relearned { get; private set; }

    /// <summary>How often the tone of the whole picture had changed and was taken back.</summary>
    public int Retoned { get; private set; }

    /// <summary>How the camera has moved since the training clips, in words; null where it has not.</summary>
    public string? Moved => _place.Moved;

    /// <summary>Reads the frames in order. The first one takes the values of the second, since one frame has no motion.</summary>
    /// <exception cref="ClipException">A frame cannot be read or has another size than those before it.</exception>
    public IEnumerable<MeasuredFrame> Read(FrameRange range, CancellationToken cancel)
    {
        FlowMeter? meter = null;
        MotionFrame? motion = null;
        ClipFrame? first = null;
        var (count, width, height) = (0, 0, 0);
        foreach (var frame in source.Read(range, cancel))
        {
            if (meter is null)
            {
                (width, height) = (frame.Width, frame.Height);
                meter = new FlowMeter(camera, RateOf(range), width, height);
            }
            else if ((frame.Width, frame.Height) != (width, height))
            {
                throw new ClipException($"{source.Name}: frame {frame.Index} is {frame.Width} x {frame.Height} pixels, the frames before it {width} x {height}. Frames of a clip must have one size: cut the clip there.");
            }

            if (motion is not null && IsEven(frame.Gray))
            {
                Blank++;
            }
            else
            {
                motion = meter.Step(frame.Gray);
                (Relearned, Retoned) = (meter.Relearned, meter.Retoned);
                _place.Step(meter.Image);
            }

            if (count == 1)
            {
                yield return new MeasuredFrame(first!.Index, first.Seconds, motion, frame);
            }

            if (count++ > 0)
            {
                yield return new MeasuredFrame(frame.Index, frame.Seconds, motion, frame);
            }
            else
            {
                first = frame;
            }
        }

        if (count == 1)
        {
            yield return new MeasuredFrame(first!.Index, first.Seconds, motion!, first);
        }
    }

    // Unknown rates are taken to be the training clips'.
    private double RateOf(FrameRange range) =>
        trainedRate is { } trained && source.FramesPerSecond is { } own ? own / range.Every / trained : 1.0;

    private static bool IsEven(ReadOnlySpan<byte> gray)
    {
        var (low, high) = (byte.MaxValue, byte.MinValue);
        // Every 17th pixel is enough to see a picture, and reads all columns.
        for (var i = 0; i < gray.Length; i += 17)
        {
            (low, high) = (Math.Min(low, gray[i]), Math.Max(high, gray[i]));
        }

        return high - low <= EvenRange;
    }
}
