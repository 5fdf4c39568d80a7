namespace MLPipeline.Cli;

/// <summary>Hands things on in the order of their numbers, as soon as all before them are there. Thread-safe.</summary>
/// <param name="next">Receives them, one at a time.</param>
internal sealed class InOrder<T>(Action<T> next)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, T> _waiting = [];
    private int _handedOn;

    /// <summary>Takes the thing of a number; each number from 0 on comes once.</summary>
    public void Add(int number, T thing)
    {
        lock (_lock)
        {
            _waiting.Add(number, thing);
            while (_waiting.Remove(_handedOn, out var first))
            {
                _handedOn++;
                next(first);
            }
        }
    }
}
