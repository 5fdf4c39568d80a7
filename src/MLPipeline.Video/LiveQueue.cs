namespace MLPipeline.Video;

/// <summary>A short queue between who films and who looks: when it is full the oldest frame goes, so that what is seen is now.</summary>
internal sealed class LiveQueue<T>
{
    private const int Most = 8;

    private readonly Queue<T> _items = new();
    private bool _closed;

    /// <summary>How many items nobody took in time.</summary>
    public int Dropped { get; private set; }

    public void Add(T item)
    {
        lock (_items)
        {
            if (_items.Count == Most)
            {
                _items.Dequeue();
                Dropped++;
            }

            _items.Enqueue(item);
            Monitor.PulseAll(_items);
        }
    }

    /// <summary>Says that no more will come.</summary>
    public void Close()
    {
        lock (_items)
        {
            _closed = true;
            Monitor.PulseAll(_items);
        }
    }

    /// <summary>Takes the items as they come, until it is closed.</summary>
    public IEnumerable<T> Take()
    {
        while (true)
        {
            T item;
            lock (_items)
            {
                while (_items.Count == 0 && !_closed)
                {
                    Monitor.Wait(_items);
                }

                if (!_items.TryDequeue(out item!))
                {
                    yield break;
                }
            }

            yield return item;
        }
    }
}
