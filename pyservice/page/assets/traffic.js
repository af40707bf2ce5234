export function drawTraffic(place, details) { place.replaceChildren(); }
